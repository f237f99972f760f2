import type { AttributePath } from '../../kinds/flag.ts'
import type { DocumentPath } from '../../issue.ts'
import type { DocumentReader } from '../document-reader.ts'
import { parseAttributePath } from './parse-attribute-path.ts'

/** The attribute that shares are drawn by, or that holds a key. */
export function readAttributePath(
  written = 'targetingKey',
  path: DocumentPath,
  reader: DocumentReader,
): AttributePath {
  const attribute = parseAttributePath(written)
  if (attribute) return attribute
  reader.report({
    code: 'malformed-path',
    message: `\`${written}\` is not the path of an attribute`,
    hint: 'join names with dots, as in address.country; put names with other characters in backquotes',
    path,
  })
  return []
}
