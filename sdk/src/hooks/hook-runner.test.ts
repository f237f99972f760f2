import { aFlag, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import { createEvaluator } from '@evenkeel/core/evaluation'
import { describe, expect, it } from 'vitest'
import { FlagReader } from '../flag-reader.ts'
import { RecordingLogger } from '../recording-logger.ts'
import type { Hook, HookContext } from './hook.ts'
import { HookRunner } from './hook-runner.ts'

const SNAPSHOT = aSnapshot({
  flags: { checkout: aFlag({ rules: [aRule({ name: 'pro', if: ['=', ['.', 'plan'], 'pro'] })] }) },
  configs: { payments: 1 },
})

function aReader(...hooks: Hook[]) {
  const clock = fakeClock()
  const logger = new RecordingLogger()
  const runner = new HookRunner(hooks, logger, clock)
  const holder = { evaluator: createEvaluator({ snapshot: SNAPSHOT, now: () => 0 }) }
  return { reader: new FlagReader(holder, { region: 'eu' }, runner), runner, logger, clock }
}

/** A hook that writes down which of its stages ran. */
function aHook(name: string, heard: string[]): Hook {
  return {
    before: () => {
      heard.push(`${name}.before`)
      return undefined
    },
    after: () => heard.push(`${name}.after`),
    error: () => heard.push(`${name}.error`),
    finally: () => heard.push(`${name}.finally`),
  }
}

describe('hooks', () => {
  it('run before in order, and after and finally in reverse', () => {
    const heard: string[] = []
    const { reader } = aReader(aHook('a', heard), aHook('b', heard))
    expect(reader.getBoolean('checkout', true)).toBe(false)
    expect(heard).toEqual(['a.before', 'b.before', 'b.after', 'a.after', 'b.finally', 'a.finally'])
  })

  it('run error instead of after when the default is given', () => {
    const heard: string[] = []
    const { reader } = aReader(aHook('a', heard), aHook('b', heard))
    expect(reader.getBoolean('missing', true)).toBe(true)
    expect(heard.slice(2)).toEqual(['b.error', 'a.error', 'b.finally', 'a.finally'])
  })

  it('are told what is evaluated, in one object for all stages, and what came of it', () => {
    const contexts: HookContext[] = []
    const { reader } = aReader({
      before: (hookContext) => {
        contexts.push(hookContext)
        return undefined
      },
      finally: (hookContext, details) => {
        contexts.push(hookContext)
        expect(details).toMatchObject({ value: true, variant: 'on', reason: 'TARGETING_MATCH' })
      },
    })
    reader.with({ plan: 'free' }).getBooleanDetails('checkout', false, { plan: 'pro' })
    expect(contexts[0]).toEqual({
      flagKey: 'checkout',
      flagValueType: 'boolean',
      defaultValue: false,
      context: { region: 'eu', plan: 'pro' },
      environment: 'production',
    })
    expect(contexts[1]).toBe(contexts[0])
  })

  it('add to the context: what a later one returns wins, and the next one sees it', () => {
    const seen: unknown[] = []
    const { reader } = aReader(
      { before: () => ({ plan: 'free', beta: true }) },
      {
        before: ({ context }) => {
          seen.push(context)
          return { plan: 'pro' }
        },
        after: ({ context }) => seen.push(context),
      },
    )
    expect(reader.getBoolean('checkout', false, { plan: 'none' })).toBe(true)
    expect(seen).toEqual([
      { region: 'eu', plan: 'free', beta: true },
      { region: 'eu', plan: 'pro', beta: true },
    ])
    expect(reader.getBoolean('checkout', false)).toBe(true)
  })

  it('are those that were given, whatever becomes of the list', () => {
    const heard: string[] = []
    const hooks = [aHook('a', heard)]
    const runner = new HookRunner(hooks, new RecordingLogger(), fakeClock())
    const reader = new FlagReader({ evaluator: undefined }, undefined, runner)
    hooks.push(aHook('late', heard))
    reader.getBoolean('checkout', true)
    expect(heard).toEqual(['a.before', 'a.error', 'a.finally'])
  })

  it('may evaluate flags, around which there are no hooks', () => {
    const heard: string[] = []
    const evaluating: Hook = {
      before: ({ flagKey }) => {
        heard.push(flagKey)
        return { staff: reader.getBoolean('missing', true) }
      },
      finally: () => reader.getBoolean('checkout', true),
    }
    const { reader, logger } = aReader(evaluating)
    expect(reader.getBoolean('checkout', true)).toBe(false)
    expect(reader.getBoolean('checkout', true)).toBe(false)
    expect(heard).toEqual(['checkout', 'checkout'])
    expect(logger.lines).toEqual([])
  })

  it('cannot change what is given', () => {
    const changing: Hook = { finally: (_, details) => Object.assign(details, { value: 'changed' }) }
    const runner = new HookRunner([changing], new RecordingLogger(), fakeClock())
    const { reader } = aReader(changing)
    expect(reader.getString('missing', 'mine')).toBe('mine')
    expect(reader.getBoolean('checkout', true)).toBe(false)
    const unready = new FlagReader({ evaluator: undefined }, undefined, runner)
    expect(unready.getString('checkout', 'mine')).toBe('mine')
  })

  it('see evaluations before there is a snapshot, and none of configs', () => {
    const heard: unknown[] = []
    const hook: Hook = { error: ({ environment }, { errorCode }) => heard.push(environment, errorCode) }
    const runner = new HookRunner([hook], new RecordingLogger(), fakeClock())
    const reader = new FlagReader({ evaluator: undefined }, undefined, runner)
    expect(reader.getBoolean('checkout', true)).toBe(true)
    reader.getConfig('payments', 0)
    expect(heard).toEqual([undefined, 'PROVIDER_NOT_READY'])
  })

  it('change nothing when they throw, whatever and wherever', () => {
    const fail = () => {
      throw new Error('no luck')
    }
    const heard: string[] = []
    const failing: Hook = { before: fail, after: fail, error: fail, finally: fail }
    const { reader, logger } = aReader(failing, aHook('b', heard))
    const unhooked = new FlagReader({ evaluator: createEvaluator({ snapshot: SNAPSHOT, now: () => 0 }) })
    for (const flag of ['checkout', 'missing']) {
      const details = reader.getBooleanDetails(flag, false, { plan: 'pro' })
      expect(details).toEqual(unhooked.getBooleanDetails(flag, false, { plan: 'pro' }))
    }
    expect(heard).toEqual(['b.before', 'b.after', 'b.finally', 'b.before', 'b.error', 'b.finally'])
    expect(logger.lines[0]).toBe('error evenkeel: a hook threw: no luck')
  })

  it('are complained about once a minute at most', async () => {
    const { reader, logger, clock } = aReader({
      finally: () => {
        throw new Error('no luck')
      },
    })
    for (let i = 0; i < 100; i++) reader.getBoolean('checkout', false)
    expect(logger.lines).toHaveLength(1)
    await clock.advance(59_999)
    reader.getBoolean('checkout', false)
    expect(logger.lines).toHaveLength(1)
    await clock.advance(1)
    reader.getBoolean('checkout', false)
    expect(logger.lines).toHaveLength(2)
  })

  it('may be asynchronous by mistake: nothing waits, and what they reject with is logged', async () => {
    const hook = {
      before: () => Promise.reject(new Error('too late')),
      finally: () => Promise.resolve(),
    } as unknown as Hook
    const { reader, logger, clock } = aReader(hook)
    expect(reader.getBoolean('checkout', true, { plan: 'free' })).toBe(false)
    await clock.advance(0)
    expect(logger.lines).toEqual(['error evenkeel: a hook threw: too late'])
  })

  it('leave what is said of a context that cannot be read as it is', () => {
    const fail = () => {
      throw new Error('not today')
    }
    const unlistable = new Proxy({}, { ownKeys: fail })
    const unreadable = Object.defineProperty({}, 'plan', { enumerable: true, get: fail })
    const hooked = aReader({ before: () => undefined }, { before: () => ({ beta: true }) }).reader
    const { reader } = aReader({})
    const unhooked = new FlagReader(
      { evaluator: createEvaluator({ snapshot: SNAPSHOT, now: () => 0 }) },
      { region: 'eu' },
    )
    for (const context of [unlistable, unreadable]) {
      const expected = unhooked.getBooleanDetails('checkout', true, context)
      expect(expected.errorCode).toBe('INVALID_CONTEXT')
      expect(reader.getBooleanDetails('checkout', true, context)).toEqual(expected)
      expect(hooked.getBooleanDetails('checkout', true, context)).toEqual(expected)
      expect(reader.with(context).getBooleanDetails('checkout', true)).toEqual(
        unhooked.with(context).getBooleanDetails('checkout', true),
      )
    }
  })

  it('close together, and what one of them throws concerns no other', async () => {
    const closed: string[] = []
    const { runner, logger } = aReader(
      {
        close: () => {
          throw new Error('stuck')
        },
      },
      {
        close: async () => {
          await Promise.resolve()
          closed.push('b')
        },
      },
      { close: () => Promise.reject(new Error('lost')) },
      {},
    )
    await runner.close()
    expect(closed).toEqual(['b'])
    expect(logger.lines).toEqual(['error evenkeel: a hook threw: stuck'])
  })
})
