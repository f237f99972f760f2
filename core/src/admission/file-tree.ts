import type { ParsedFile } from '../manifest/parse-manifest.ts'
import type { SourceFile } from '../manifest/source-file.ts'

/** A file of the tree before it is read. */
export interface TreeEntry {
  /** Relative to the folder of `evenkeel.yaml`, with `/`. */
  readonly path: string
  readonly type: 'file' | 'symlink' | 'submodule'
  /** Absent where it is not known before reading. */
  readonly bytes?: number
}

export const ROOT_DOCUMENT = 'evenkeel.yaml'
export const MAX_FILES = 20_000

/** Where files come from: a commit in Git's object store, or a work tree. */
export interface FileTree<E extends TreeEntry = TreeEntry> {
  list(): Promise<readonly E[]>
  /** At most MAX_FILE_BYTES + 1 bytes need be read. */
  read(entry: E): Promise<Uint8Array>
  /** Parses a file, or gives back what it parsed before for the same content. */
  parse?(entry: E, file: SourceFile): ParsedFile
}
