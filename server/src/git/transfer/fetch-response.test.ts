import { describe, expect, it } from 'vitest'
import { parseFetchResponse } from './fetch-response.ts'
import { FLUSH, writePktLine } from './pkt-line.ts'

const COMMIT = 'a'.repeat(40)

async function read(...lines: readonly string[]): Promise<{ shallow: unknown; pack: string }> {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(lines.join('')))
  }
  const { shallow, pack } = await parseFetchResponse(body())
  const parts: Buffer[] = []
  for await (const part of pack) parts.push(part)
  return { shallow, pack: Buffer.concat(parts).toString() }
}

describe('the answer to a fetch', () => {
  it('is a pack between words of progress, after what it says of history', async () => {
    const lines = [`shallow ${COMMIT}`, `unshallow ${COMMIT}`].map(writePktLine)
    const answer = await read(
      ...lines,
      FLUSH,
      writePktLine(`ACK ${COMMIT} common\n`),
      writePktLine('NAK\n'),
      ...['\x02Counting', '\x01PA', '\x02Done', '\x01CK'].map(writePktLine),
      FLUSH,
    )
    expect(answer).toEqual({ shallow: { added: [COMMIT], removed: [COMMIT] }, pack: 'PACK' })
  })

  it.each([
    ['in place of a pack', ['ERR upload-pack: not our ref\n'], 'upload-pack: not our ref'],
    ['before a pack', ['NAK\n', '\x03out of\n\x1b[31mmemory\n'], 'out of [31mmemory'],
    ['within a pack', ['NAK\n', '\x01PACK', '\x03disk full'], 'disk full'],
  ])('gives the words of a host that fails %s, in one clean line', async (_, lines, words) => {
    const failed = read(...lines.map(writePktLine))
    await expect(failed).rejects.toMatchObject({ code: 'host-fault', message: words })
  })

  it.each([
    ['holds no pack', ['NAK\n']],
    ['is something else', ['Welcome!\n']],
    ['mixes the pack with something else', ['NAK\n', '\x01PACK', 'PACK']],
  ])('is damaged when it %s', async (_, lines) => {
    await expect(read(...lines.map(writePktLine))).rejects.toMatchObject({ code: 'damaged-object' })
  })
})
