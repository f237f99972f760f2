import { SdkError } from '../errors.ts'

/** Reads a response in pieces; throws SdkError `too-large`, and reads no further, when it has more than `maxBytes`. */
export async function readBody({ body, url }: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBytes) {
      throw new SdkError('too-large', `${url} answered with more than the ${maxBytes} bytes a frame may have`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}
