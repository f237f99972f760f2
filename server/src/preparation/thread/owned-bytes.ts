/**
 * The same bytes, with a buffer that holds nothing else: sending a part of a buffer to another thread would copy or
 * hand over all of it.
 */
export function ownedBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const owns = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
  return owns ? new Uint8Array(buffer) : new Uint8Array(bytes)
}
