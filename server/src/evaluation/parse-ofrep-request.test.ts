import type { JsonValue } from '@evenkeel/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CONTEXT_DEPTH } from './context-depth.ts'
import { parseOfrepRequest } from './parse-ofrep-request.ts'

const nested = (depth: number): JsonValue => (depth === 0 ? 1 : { a: nested(depth - 1) })

describe('the body of an OFREP request', () => {
  it('carries the context', () => {
    const context = { targetingKey: 'u-1', plan: 'pro', address: { country: 'SE' }, tags: ['a', 1, null] }
    expect(parseOfrepRequest({ context })).toEqual({ context })
  })

  it.each([[undefined], [null], [{}], [{ other: 1 }], [{ context: {} }]])('may leave it out: %j', (body) => {
    expect(parseOfrepRequest(body)).toEqual({ context: {} })
  })

  it.each<[JsonValue, string, string]>([
    [[], 'PARSE_ERROR', 'The body is not an object'],
    ['context', 'PARSE_ERROR', 'The body is not an object'],
    [{ context: null }, 'INVALID_CONTEXT', '"context" is not an object'],
    [{ context: [] }, 'INVALID_CONTEXT', '"context" is not an object'],
    [{ context: 'u-1' }, 'INVALID_CONTEXT', '"context" is not an object'],
    [{ context: { targetingKey: 7 } }, 'INVALID_CONTEXT', '"context.targetingKey" is not a string'],
    [{ context: { targetingKey: null } }, 'INVALID_CONTEXT', '"context.targetingKey" is not a string'],
    [{ context: nested(MAX_CONTEXT_DEPTH + 1) }, 'INVALID_CONTEXT', 'nested more than 32 deep'],
  ])('is refused when it is %j', (body, errorCode, why) => {
    const { fault } = parseOfrepRequest(body)
    expect(fault?.errorCode).toBe(errorCode)
    expect(fault?.errorDetails).toContain(why)
  })

  it('may be nested as deep as is allowed', () => {
    expect(parseOfrepRequest({ context: nested(MAX_CONTEXT_DEPTH) }).fault).toBeUndefined()
  })

  it('is refused, not recursed into, however deep it is', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as JsonValue
    expect(parseOfrepRequest({ context: { deep } }).fault?.errorCode).toBe('INVALID_CONTEXT')
  })

  it('is either understood or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const { context, fault } = parseOfrepRequest(body as JsonValue)
        expect((context === undefined) !== (fault === undefined)).toBe(true)
      }),
    )
  })
})
