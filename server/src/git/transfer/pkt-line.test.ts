import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DamagedObject } from '../objects/damaged-object.ts'
import { FLUSH, parsePktLines, writePktLine } from './pkt-line.ts'

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function parse(text: string, chunkSize = 7): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = []
  for await (const line of parsePktLines(inChunks(text, chunkSize))) lines.push(line?.toString())
  return lines
}

describe('pkt-lines', () => {
  it('are read as they were written, however they arrive', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined })),
      fc.integer({ min: 1, max: 50 }),
      async (lines, chunkSize) => {
        const written = lines.map((line) => (line === undefined ? FLUSH : writePktLine(line))).join('')
        expect(await parse(written, chunkSize)).toEqual(lines)
      },
    )
    await fc.assert(property)
  })

  it.each(['<html>', '0009abc', '000', 'fffff', '-001'])('are refused as %s', async (text) => {
    await expect(parse(text)).rejects.toThrow(DamagedObject)
  })
})
