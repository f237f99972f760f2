import { segmentsIn } from '../../../expression/walk-expression.ts'
import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { conditionsOf } from '../catalog/conditions-of.ts'
import { findLiteral } from '../catalog/find-in-source.ts'
import { issueIn } from '../catalog/issue-in.ts'

/** `$segment("name")` names a Segment document. */
export const knownSegments: CrossDocumentRule = (catalog) =>
  [...catalog.flags.values(), ...catalog.segments.values()].flatMap((document) =>
    conditionsOf(document).flatMap(({ condition, path }) =>
      [...segmentsIn(condition.tree)]
        .filter((name) => !catalog.segments.has(name) && !catalog.mayBeBroken('Segment', name))
        .map((name) =>
          issueIn(document, {
            code: 'unknown-reference',
            message: `there is no Segment called \`${name}\``,
            hint: catalog.hintFor(name, catalog.segments, 'Segment'),
            path,
            offset: findLiteral(condition.source, name),
          }),
        ),
    ),
  )
