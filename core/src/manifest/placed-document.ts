import type { DocumentPath } from './issue.ts'
import type { Position } from './source-file.ts'

/** A manifest together with the place it was read from. */
export interface PlacedDocument<M> {
  readonly manifest: M
  readonly file: string
  /**
   * The place of the value at `path`, or of the nearest ancestor that is in the text. `offset` counts UTF-16 code
   * units into a string value and gives the place of that character, whatever style the scalar is written in.
   */
  locate(path: DocumentPath, offset?: number): Position
  /** The place of the key that the value at `path` is under; the value's own where there is no such key. */
  locateKey(path: DocumentPath): Position
}
