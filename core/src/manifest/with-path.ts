import type { ParsedFile } from './parse-manifest.ts'

/** The same file at another path: its documents keep their manifests. */
export function withPath(parsed: ParsedFile, path: string): ParsedFile {
  if (parsed.path === path) return parsed
  return {
    ...parsed,
    path,
    documents: parsed.documents.map((document) => ({ ...document, file: path })),
    issues: parsed.issues.map((issue) => ({ ...issue, file: path })),
  }
}
