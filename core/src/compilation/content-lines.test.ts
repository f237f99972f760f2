import { aCompilation, aFlag, aSegment } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LINE_KINDS } from '../snapshot/lines/snapshot-line.ts'
import { findLine, lineAround, readLine } from './content-lines.ts'

const anyName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,3}$/)
const anyNames = fc.uniqueArray(anyName, { maxLength: 12 })
const recordOf = <V>(names: readonly string[], valueOf: (name: string) => V) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)]))

const anyContent = fc.tuple(anyNames, anyNames, anyNames).map(([flags, segments, configs]) => {
  const { content } = aCompilation({
    flags: recordOf(flags, (name) => aFlag({ variants: { on: '\n["flag",', off: name } })),
    segments: recordOf(segments, (name) => aSegment({ include: [name] })),
    configs: recordOf(configs, (name) => ({ name })),
  })
  return { content, names: { flag: flags, segment: segments, config: configs } }
})

describe('findLine', () => {
  it('finds every document, and none that is not there', () => {
    fc.assert(
      fc.property(anyContent, anyName, ({ content, names }, other) => {
        for (const kind of LINE_KINDS) {
          for (const name of [...names[kind], other]) {
            const line = findLine(content, kind, name)
            const text = line && content.slice(line.start, line.end)

            expect(text?.startsWith(`["${kind}","${name}",`) ?? false).toBe(names[kind].includes(name))
            expect(text?.endsWith(']\n') ?? true).toBe(true)
          }
        }
      }),
    )
  })

  it('reads the document of a line', () => {
    const { content } = aCompilation({ configs: { a: 1, b: { c: [null] } } })

    expect(readLine(content, findLine(content, 'config', 'b')!)).toEqual({ c: [null] })
  })
})

describe('lineAround', () => {
  it('is the same from every position in a line', () => {
    const { content } = aCompilation({ configs: { a: 1, b: 2 } })
    const lines = Array.from(content, (_, position) => lineAround(content, position).name)

    expect(lines.join('')).toBe('a'.repeat(content.length / 2) + 'b'.repeat(content.length / 2))
  })
})
