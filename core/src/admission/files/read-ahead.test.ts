import { describe, expect, it } from 'vitest'
import { readAhead } from './read-ahead.ts'

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const result of results) found.push(result)
  return found
}

describe('readAhead', () => {
  it('gives results in the order of the items, whichever is ready first', async () => {
    const doneBefore = new Map<number, () => void>()
    const results = all(
      readAhead([0, 1, 2], (item) => new Promise<number>((done) => doneBefore.set(item, () => done(item)))),
    )
    for (const item of [2, 0, 1]) doneBefore.get(item)?.()

    expect(await results).toEqual([0, 1, 2])
  })

  it('throws what reading throws, when it is its turn', async () => {
    const fault = new Error('gone')
    const results = readAhead([0, 1], (item) => (item === 1 ? Promise.reject(fault) : Promise.resolve(item)))

    expect(await results.next()).toEqual({ done: false, value: 0 })
    await expect(results.next()).rejects.toBe(fault)
  })
})
