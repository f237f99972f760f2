import { describe, expect, it } from 'vitest'
import { RecentlySeen } from './recently-seen.ts'

const aMemory = () => new RecentlySeen({ windowMs: 100, capacity: 4 })

describe('RecentlySeen', () => {
  it('knows what it saw for the window at least, and twice that at most', () => {
    const seen = aMemory()
    expect(seen.isNews('a', 0)).toBe(true)
    expect(seen.isNews('b', 99)).toBe(true)
    expect(seen.isNews('a', 100)).toBe(false)
    expect(seen.isNews('b', 198)).toBe(false)
    expect(seen.isNews('a', 200)).toBe(true)
  })

  it('forgets everything when nothing came for long', () => {
    const seen = aMemory()
    seen.isNews('a', 0)
    expect(seen.isNews('a', 1_000)).toBe(true)
  })

  it('does not remember for longer because the clock was set back', () => {
    const seen = aMemory()
    seen.isNews('a', 1_000_000)
    expect(seen.isNews('a', 0)).toBe(false)
    expect(seen.isNews('a', 200)).toBe(true)
  })

  it('forgets the oldest half early when there is more than it may hold', () => {
    const seen = aMemory()
    for (const key of ['a', 'b', 'c', 'd']) expect(seen.isNews(key, 0)).toBe(true)
    expect(seen.isNews('a', 0)).toBe(false)
    expect(seen.isNews('e', 0)).toBe(true)
    expect(seen.isNews('d', 0)).toBe(false)
    expect(seen.isNews('a', 0)).toBe(true)
  })
})
