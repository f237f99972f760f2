import { describe, expect, it } from 'vitest'
import { RecentlyUsed } from './recently-used.ts'

describe('what was recently used', () => {
  it('is held while there is room; what was not asked for the longest makes room', () => {
    const held = new RecentlyUsed<number>(2)
    held.keep('a', 1)
    held.keep('b', 2)
    held.find('a')
    held.keep('c', 3)

    expect(['a', 'b', 'c'].map((key) => held.find(key))).toEqual([1, undefined, 3])
  })

  it('has its sizes added up, and what is replaced no longer counts', () => {
    const held = new RecentlyUsed<string>(10)
    held.keep('a', 'large', 8)
    held.keep('a', 'small', 2)
    held.keep('b', 'large', 8)
    expect([held.find('a'), held.find('b')]).toEqual(['small', 'large'])

    held.keep('c', 'larger', 9)
    expect(['a', 'b', 'c'].map((key) => held.find(key))).toEqual([undefined, undefined, 'larger'])
  })

  it('is held even when it is larger than all the room, until something else is kept', () => {
    const held = new RecentlyUsed<string>(10)
    held.keep('a', 'huge', 100)
    expect(held.find('a')).toBe('huge')

    held.keep('b', 'small', 1)
    expect([held.find('a'), held.find('b')]).toEqual([undefined, 'small'])
  })
})
