import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { factsOf } from '../catalog/condition-facts.ts'
import { conditionsOf } from '../catalog/conditions-of.ts'
import { findLiteral } from '../catalog/find-in-source.ts'
import { issueIn } from '../catalog/issue-in.ts'

/** `$segment("name")` names a Segment document. */
export const knownSegments: CrossDocumentRule = function* (catalog) {
  for (const document of [...catalog.flags.values(), ...catalog.segments.values()]) {
    for (const { condition, path } of conditionsOf(document.manifest)) {
      for (const name of factsOf(condition).segments) {
        if (catalog.segments.has(name) || catalog.mayBeBroken('Segment', name)) continue
        yield issueIn(document, {
          code: 'unknown-reference',
          message: `there is no Segment called \`${name}\``,
          hint: catalog.hintFor(name, catalog.segments, 'Segment'),
          path,
          offset: findLiteral(condition.source, name),
        })
      }
    }
  }
}
