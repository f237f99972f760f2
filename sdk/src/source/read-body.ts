import { SdkError } from '../errors.ts'

/** Reads at most `maxBytes` of a response; throws SdkError `too-large` before more than that is held. */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  const body: ReadableStream<Uint8Array> = response.body
  const tooLarge = () =>
    new SdkError(
      'too-large',
      `${response.url} answered with more than the ${maxBytes} bytes a frame may have`,
    )
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await body.cancel()
    throw tooLarge()
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}
