import type { JsonObject } from '../../../json.ts'
import type { DocumentPath } from '../../issue.ts'
import { compileAuthorSchema, type CheckValue } from '../../schema/author-schema.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

/** Compiles an author's schema; what is wrong with it is reported in its place. */
export function readSchema(
  schema: JsonObject,
  path: DocumentPath,
  reader: DocumentReader,
): CheckValue | undefined {
  const compiled = compileAuthorSchema(schema)
  if ('check' in compiled) return compiled.check
  for (const problem of compiled.problems) reader.report({ ...problem, path: [...path, ...problem.path] })
  return undefined
}
