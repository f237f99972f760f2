/** The object, or one that it is stored as a change to, is larger than is inflated. */
export class ObjectTooLarge extends Error {
  override readonly name = 'ObjectTooLarge'
  readonly code = 'object-too-large'
  readonly bytes: number
  readonly maxBytes: number

  constructor(bytes: number, maxBytes: number) {
    super(`it takes an object of ${bytes} bytes to read it; at most ${maxBytes} are held`)
    this.bytes = bytes
    this.maxBytes = maxBytes
  }
}
