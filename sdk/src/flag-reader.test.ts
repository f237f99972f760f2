import type { EvaluationContext, Evaluator } from '@evenkeel/core/evaluation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlagReader } from './flag-reader.ts'

function aReader(snapshot?: Snapshot, context?: EvaluationContext): FlagReader {
  const evaluator = snapshot && createEvaluator({ snapshot, now: () => 0 })
  return new FlagReader({ evaluator }, context)
}

const SNAPSHOT = aSnapshot({
  revision: { epoch: 2, sequence: 41, commit: 'abc' },
  flags: {
    checkout: aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] }),
    color: aFlag({ type: 'string', variants: { blue: '#00f' }, defaultVariant: 'blue' }),
    limit: aFlag({ type: 'number', variants: { low: 10 }, defaultVariant: 'low' }),
    theme: aFlag({ type: 'object', variants: { dark: { ink: '#fff' } }, defaultVariant: 'dark' }),
    ramp: aFlag({
      rules: [aRule({ bucketing: { by: ['targetingKey'], seed: 'ramp', percent: 50_000 } })],
    }),
  },
  configs: { payments: { retries: 3 }, nothing: null },
})

describe('FlagReader', () => {
  it('reads every type', () => {
    const reader = aReader(SNAPSHOT)
    expect(reader.getBoolean('checkout', true)).toBe(false)
    expect(reader.getString('color', 'red')).toBe('#00f')
    expect(reader.getNumber('limit', 1)).toBe(10)
    expect(reader.getObject('theme', {})).toEqual({ ink: '#fff' })
    expect(reader.getStringDetails('color', 'red')).toMatchObject({ value: '#00f', variant: 'blue' })
    expect(reader.getNumberDetails('limit', 1)).toMatchObject({ value: 10, variant: 'low' })
    expect(reader.getObjectDetails('theme', {})).toMatchObject({ variant: 'dark' })
  })

  it('says in the details what decided', () => {
    expect(aReader(SNAPSHOT).getBooleanDetails('checkout', false, { plan: 'pro' })).toEqual({
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      flagMetadata: { revision: '2.41', commit: 'abc', ruleName: 'pro' },
    })
  })

  it('gives the default back, with the reason, for what is not there or of another type', () => {
    const reader = aReader(SNAPSHOT)
    const fallback = { any: 'thing' }
    expect(reader.getObject('missing', fallback)).toBe(fallback)
    expect(reader.getBooleanDetails('missing', true)).toMatchObject({
      value: true,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
    })
    expect(reader.getStringDetails('checkout', 'x')).toMatchObject({ value: 'x', errorCode: 'TYPE_MISMATCH' })
  })

  it('gives the default back before there is a snapshot', () => {
    const details = { reason: 'ERROR', errorCode: 'PROVIDER_NOT_READY', flagMetadata: {} }
    expect(aReader().getBooleanDetails('checkout', true)).toMatchObject({ value: true, ...details })
    expect(aReader().getConfigDetails('payments', 1)).toMatchObject({ value: 1, ...details })
  })

  it('merges contexts: client, then view, then call', () => {
    const client = aReader(SNAPSHOT, { plan: 'free' })
    const view = client.with({ plan: 'pro' })
    expect(client.getBoolean('checkout', false)).toBe(false)
    expect(view.getBoolean('checkout', false)).toBe(true)
    expect(view.getBoolean('checkout', false, { plan: 'free' })).toBe(false)
    expect(view.with({ targetingKey: 'u-1' }).getBoolean('checkout', false)).toBe(true)
    expect(client.getBoolean('checkout', false, { plan: 'pro' })).toBe(true)
  })

  it('lets a view or a call say that an attribute is not known after all', () => {
    const client = aReader(SNAPSHOT, { plan: 'pro' })
    expect(client.getBoolean('checkout', true)).toBe(true)
    expect(client.getBoolean('checkout', true, { plan: undefined })).toBe(false)
    expect(client.with({ plan: undefined }).getBoolean('checkout', true)).toBe(false)
    expect(client.with({ plan: undefined }).getBoolean('checkout', true, { plan: 'pro' })).toBe(true)
  })

  it('shows a view the snapshot that its client has by now', () => {
    const holder: { evaluator: Evaluator | undefined } = { evaluator: undefined }
    const view = new FlagReader(holder, undefined).with({ plan: 'pro' })
    expect(view.getBoolean('checkout', false)).toBe(false)
    holder.evaluator = createEvaluator({ snapshot: SNAPSHOT, now: () => 0 })
    expect(view.getBoolean('checkout', false)).toBe(true)
  })

  it('hands the context on uncopied when there is no other', () => {
    const seen: EvaluationContext[] = []
    const evaluator: Evaluator = {
      snapshot: SNAPSHOT,
      evaluate: (_key, _type, value, context) => {
        seen.push(context)
        return { value, reason: 'STATIC', flagMetadata: {} }
      },
    }
    const context = { plan: 'pro' }
    new FlagReader({ evaluator }, undefined).getBoolean('checkout', false, context)
    new FlagReader({ evaluator }, context).getBoolean('checkout', false)
    expect(seen[0]).toBe(context)
    expect(seen[1]).toBe(context)
  })

  describe('configs', () => {
    it('reads a value, null included, with the revision', () => {
      const reader = aReader(SNAPSHOT)
      expect(reader.getConfig('payments', { retries: 0 })).toEqual({ retries: 3 })
      expect(reader.getConfig('nothing', 'fallback')).toBeNull()
      expect(reader.getConfigDetails('payments', undefined)).toEqual({
        value: { retries: 3 },
        reason: 'STATIC',
        flagMetadata: { revision: '2.41', commit: 'abc' },
      })
    })

    it("says of a config that its value is an operator's", () => {
      const reader = aReader({ ...SNAPSHOT, overriddenConfigs: ['payments'] })

      expect(reader.getConfigDetails('payments', undefined).flagMetadata.override).toBe(true)
      expect(reader.getConfigDetails('nothing', undefined).flagMetadata.override).toBeUndefined()
    })

    it('gives the default back for a config that is not there', () => {
      const fallback = { retries: 1 }
      expect(aReader(SNAPSHOT).getConfig('missing', fallback)).toBe(fallback)
      expect(aReader(SNAPSHOT).getConfigDetails('missing', fallback)).toEqual({
        value: fallback,
        reason: 'ERROR',
        errorCode: 'FLAG_NOT_FOUND',
        errorMessage: 'there is no config "missing" in production',
        flagMetadata: { revision: '2.41', commit: 'abc' },
      })
    })

    it('gives the default back for a config that cannot be read', () => {
      const configs = new Map<string, never>()
      configs.get = () => {
        throw new Error('the line is damaged')
      }
      const details = aReader({ ...SNAPSHOT, configs }).getConfigDetails('payments', 1)
      expect(details).toMatchObject({ value: 1, errorCode: 'GENERAL', errorMessage: 'the line is damaged' })
    })
  })

  describe('never throws', () => {
    const failing = (what: string) => () => {
      throw new Error(what)
    }
    const hostile: Record<string, unknown> = {
      proxy: new Proxy({}, { ownKeys: failing('no keys'), get: failing('no values') }),
      getter: Object.defineProperty({}, 'plan', { enumerable: true, get: failing('no plan') }),
      unprintable: { plan: { toString: failing('no text'), toJSON: failing('no JSON') } },
      thrower: Object.defineProperty({}, 'plan', {
        enumerable: true,
        get: () => {
          throw Object.create(null)
        },
      }),
      bare: Object.create(null),
      nothing: null,
      text: 'plan',
      bigint: 7n,
      symbol: Symbol('plan'),
      oddValues: { plan: Symbol('pro'), targetingKey: 7n },
    }
    const context = fc.oneof(
      fc.record({ hostile: fc.constantFrom(...Object.keys(hostile)) }),
      fc.record({ value: fc.anything() }),
    )
    const valueOf = (chosen: { hostile: string } | { value: unknown }) =>
      ('hostile' in chosen ? hostile[chosen.hostile] : chosen.value) as EvaluationContext
    const key = fc.oneof(
      fc.constantFrom('checkout', 'ramp', 'theme', '__proto__', 'constructor'),
      fc.anything().map((value) => value as string),
    )

    it('whatever key, context and base context are handed in', () => {
      fc.assert(
        fc.property(key, context, context, (anyKey, base, call) => {
          const marker = { default: true }
          const reader = aReader(SNAPSHOT, { plan: 'pro' }).with(valueOf(base))
          const details = reader.getObjectDetails(anyKey, marker, valueOf(call))
          expect(details.reason === 'ERROR').toBe(details.errorCode !== undefined)
          if (details.reason === 'ERROR') expect(details.value).toBe(marker)
          expect(typeof reader.getBoolean(anyKey, true, valueOf(call))).toBe('boolean')
          reader.getConfig(anyKey, marker)
        }),
        { numRuns: 500 },
      )
    })
  })
})
