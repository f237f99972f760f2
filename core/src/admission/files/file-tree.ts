import type { ParsedFile } from '../../manifest/parse-manifest.ts'
import type { SourceFile } from '../../manifest/source-file.ts'

/** A file of the tree before it is read. */
export interface TreeEntry {
  /** Relative to the folder of `evenkeel.yaml`, with `/`. */
  readonly path: string
  readonly type: 'file' | 'symlink' | 'submodule'
  /** Absent where listing does not tell. */
  readonly bytes?: number
}

export const ROOT_DOCUMENT = 'evenkeel.yaml'
export const MAX_FILES = 20_000
/** All files that are read, together; the same content counts at every path it has. */
export const MAX_INCLUDED_BYTES = 64 * 1024 * 1024

/** Where files come from: a commit in Git's object store, or a work tree. */
export interface FileTree<E extends TreeEntry = TreeEntry> {
  list(): Promise<readonly E[]>
  /** How many bytes a file has, which is asked before it is read; absent where only reading tells. */
  size?(entry: E): Promise<number>
  /** At most MAX_FILE_BYTES + 1 bytes need be read. */
  read(entry: E): Promise<Uint8Array>
  /** What was parsed before of the same content, as the entry's file: it is neither read nor parsed again. */
  findParsed?(entry: E): ParsedFile | undefined
  /** Parses a file; the tree may keep the result for `findParsed`. */
  parse?(entry: E, file: SourceFile): ParsedFile
}
