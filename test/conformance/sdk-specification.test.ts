import { readFileSync } from 'node:fs'
import { BUCKETS, ERROR_CODES, REASONS, bucketOf } from '@evenkeel/core/evaluation'
import { STREAM_CLOSE_CODES, STREAM_SUBPROTOCOL, FRAME_MEDIA_TYPE } from '@evenkeel/core/protocol'
import { describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '../../core/src/expression/parsing/calls/function-signatures.ts'
import * as layout from '../../core/src/snapshot/frame/frame-layout.ts'

const specification = readFileSync(new URL('../../docs/sdk-specification.md', import.meta.url), 'utf8')

/** The words in code style in the line or paragraph that begins so. */
const listedAfter = (beginning: string): string[] => {
  const line = specification.split('\n').find((each) => each.startsWith(beginning)) ?? ''
  const [list = ''] = line.split(';')
  return [...list.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

/** The first cells of the table's rows that match. */
const cells = (row: RegExp): string[] =>
  [...specification.matchAll(row)].map(([, first = '', second = '']) => `${first} ${second}`.trim())

describe('the specification for authors of an SDK', () => {
  it('has the offsets of a frame', () => {
    const fields = cells(/^\| (\d+) +\| \d* *\| `(\w+)`/gm)

    expect(fields).toEqual(
      Object.entries(layout)
        .map(([name, offset]) => `${offset} ${name}`)
        .sort(byOffset),
    )
  })

  it('has every function, and no other', () => {
    const functions = cells(/^\| `(\$\w+)`/gm)

    expect(functions.toSorted()).toEqual([...FUNCTION_NAMES, '$matches'].sort())
  })

  it('has the reasons, the error codes and the close codes', () => {
    expect(listedAfter('Reasons: ')).toEqual([...REASONS])
    expect(listedAfter('Error codes: ')).toEqual([...ERROR_CODES])
    expect(cells(/^\| (\d{4}) +\|/gm).map(Number)).toEqual(Object.values(STREAM_CLOSE_CODES))
  })

  it('has the names of the protocol, and buckets that are right', () => {
    expect(specification).toContain(`\`${STREAM_SUBPROTOCOL}\``)
    expect(specification).toContain(`\`Accept: ${FRAME_MEDIA_TYPE}\``)
    expect(specification).toContain(`× ${BUCKETS} / 2^32`)
    const vectors = [...specification.matchAll(/bucket\(`?([^`,()]+)`?, `([^`]+)`\) = (\d+)/g)]
    expect(vectors).toHaveLength(3)
    for (const [, key = '', seed = '', bucket] of vectors) expect(bucketOf(key, seed)).toBe(Number(bucket))
  })
})

const byOffset = (a: string, b: string) => parseInt(a) - parseInt(b)
