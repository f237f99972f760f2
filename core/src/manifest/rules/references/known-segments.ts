import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { findLiteral } from '../catalog/find-in-source.ts'
import { issueIn } from '../../issue-in.ts'
import { segmentsNamedIn } from '../catalog/mentioned-segments.ts'

/** `$segment("name")` names a Segment document. */
export const knownSegments: CrossDocumentRule = function* (catalog) {
  for (const document of [...catalog.named.flags.values(), ...catalog.named.segments.values()]) {
    for (const { name, path, source } of segmentsNamedIn(document.manifest)) {
      if (catalog.named.segments.has(name) || catalog.mayBeBroken('Segment', name)) continue
      yield issueIn(document, {
        code: 'unknown-reference',
        message: `there is no Segment called \`${name}\``,
        hint: catalog.hintFor(name, catalog.named.segments, 'Segment'),
        path,
        offset: findLiteral(source, name),
      })
    }
  }
}
