/** A file of a configuration repository as Git holds it. */
export interface SourceFile {
  /** Relative to the root of the configuration, with `/`. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** A larger file is an Issue, and is not read. */
export const MAX_FILE_BYTES = 1024 * 1024

/** 1-based; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}
