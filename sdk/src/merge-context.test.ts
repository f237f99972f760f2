import { describe, expect, it } from 'vitest'
import { mergeContext } from './merge-context.ts'

describe('mergeContext', () => {
  it('lets the later context win, attribute by attribute', () => {
    const merged = mergeContext({ region: 'eu', plan: 'free', a: { x: 1 } }, { plan: 'pro', a: { y: 2 } })
    expect(merged).toEqual({ region: 'eu', plan: 'pro', a: { y: 2 } })
  })

  it('takes an attribute that is given as undefined for given: it hides the one below', () => {
    expect(mergeContext({ plan: 'free', region: 'eu' }, { plan: undefined })).toEqual({
      plan: undefined,
      region: 'eu',
    })
  })

  it('copies nothing where only one side is given', () => {
    const context = { targetingKey: 'u-1' }
    expect(mergeContext(undefined, context)).toBe(context)
    expect(mergeContext(context, undefined)).toBe(context)
    expect(mergeContext(undefined, undefined)).toBe(mergeContext(undefined, undefined))
  })

  it('changes no prototype, whatever the attributes are called', () => {
    const hostile = JSON.parse('{"__proto__": {"plan": "pro"}}') as Record<string, unknown>
    const merged = mergeContext({ region: 'eu' }, hostile)
    expect(Object.hasOwn(merged, '__proto__')).toBe(true)
    expect(merged['plan']).toBeUndefined()
    expect('toString' in merged).toBe(false)
    expect(Object.getPrototypeOf(merged)).toBe(Object.getPrototypeOf(mergeContext({}, {})))
  })
})
