import type { EvaluationContext } from '@evenkeel/core/evaluation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import { aFlag, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FlagReader } from '../flag-reader.ts'
import { HookRunner } from '../hooks/hook-runner.ts'
import { RecordingLogger } from '../recording-logger.ts'
import type { ExposureBatch, ExposureOptions } from './exposures.ts'
import { createExposureHook } from './exposures.ts'

const everyone = { by: ['targetingKey'], seed: 'wording', percent: 100_000 }
const allBold = { outcome: { split: [['bold', 100_000]] } } as const
const SNAPSHOT = aSnapshot({
  revision: { epoch: 2, sequence: 41 },
  flags: {
    wording: aFlag({
      type: 'string',
      variants: { plain: 'Buy', bold: 'Buy now' },
      defaultVariant: 'plain',
      rules: [
        aRule({ name: 'second test', if: ['=', ['.', 'phase'], 2], bucketing: everyone, ...allBold }),
        aRule({ name: 'test', bucketing: everyone, ...allBold }),
      ],
    }),
    ramp: aFlag({ rules: [aRule({ name: 'half', bucketing: { ...everyone, percent: 99_999 } })] }),
    company: aFlag({
      rules: [aRule({ name: 'half', bucketing: { ...everyone, by: ['company'], percent: 99_999 } })],
    }),
    targeted: aFlag({ rules: [aRule()] }),
  },
})

function aReader(options: Partial<ExposureOptions> = {}) {
  const clock = fakeClock()
  const batches: ExposureBatch[] = []
  const hook = createExposureHook(
    { send: (batch) => void batches.push(batch), logger: new RecordingLogger(), ...options },
    { clock, random: () => 0 },
  )
  const holder = { evaluator: createEvaluator({ snapshot: SNAPSHOT, now: () => clock.now() }) }
  const logger = new RecordingLogger()
  const reader = new FlagReader(holder, undefined, new HookRunner([hook], logger, clock))
  const sent = async () => {
    await clock.advance(5_000)
    return batches.flatMap(({ exposures }) => exposures)
  }
  return { reader, hook, clock, batches, logger, sent }
}

describe('exposures', () => {
  it('tells who was given which variant of an experiment, by what and when', async () => {
    const { reader, clock, batches, sent } = aReader()
    const timestamp = clock.now()
    reader.getString('wording', '', { targetingKey: 'u-1', email: 'ada@example.com' })
    expect(batches).toEqual([])
    await sent()
    expect(batches).toEqual([
      {
        exposures: [
          {
            flag: 'wording',
            variant: 'bold',
            targetingKey: 'u-1',
            revision: '2.41',
            ruleName: 'test',
            environment: 'production',
            timestamp,
          },
        ],
        dropped: 0,
      },
    ])
  })

  it('counts shares as experiments, and nothing else', async () => {
    const { reader, sent } = aReader()
    const context = { targetingKey: 'u-1' }
    reader.getBoolean('ramp', false, context)
    reader.getBoolean('targeted', false, context)
    reader.getBoolean('missing', false, context)
    reader.getNumber('wording', 1, context)
    expect((await sent()).map(({ flag, variant }) => [flag, variant])).toEqual([['ramp', 'on']])
  })

  it('tells the same only once in ten minutes', async () => {
    const { reader, clock, sent } = aReader()
    const look = (targetingKey: string) => reader.getString('wording', '', { targetingKey })
    for (let i = 0; i < 100; i++) look('u-1')
    look('u-2')
    reader.getBoolean('ramp', false, { targetingKey: 'u-1' })
    expect(await sent()).toHaveLength(3)
    await clock.advance(590_000)
    look('u-1')
    expect(await sent()).toHaveLength(3)
    await clock.advance(600_000)
    look('u-1')
    expect(await sent()).toHaveLength(4)
  })

  it('tells of a subject again when another rule gives the same variant', async () => {
    const { reader, sent } = aReader()
    reader.getString('wording', '', { targetingKey: 'u-1', phase: 2 })
    reader.getString('wording', '', { targetingKey: 'u-1' })
    expect((await sent()).map(({ variant, ruleName }) => [variant, ruleName])).toEqual([
      ['bold', 'second test'],
      ['bold', 'test'],
    ])
  })

  it('tells nothing of a subject without a targeting key, and takes an integer for one', async () => {
    const { reader, sent } = aReader()
    for (const targetingKey of [undefined, '', 1.5, true, 7]) {
      reader.getBoolean('company', false, { company: 'c-1', targetingKey } as EvaluationContext)
    }
    expect((await sent()).map(({ targetingKey }) => targetingKey)).toEqual(['7'])
  })

  it('names subjects as it is told to, so that nothing private leaves', async () => {
    const { reader, sent } = aReader({
      targetingKeyOf: ({ targetingKey }) => (targetingKey === 'u-1' ? 'hashed' : undefined),
    })
    reader.getString('wording', '', { targetingKey: 'u-1' })
    reader.getString('wording', '', { targetingKey: 'u-2' })
    const exposures = await sent()
    expect(exposures.map(({ targetingKey }) => targetingKey)).toEqual(['hashed'])
    expect(JSON.stringify(exposures)).not.toContain('u-')
  })

  it('sends what it holds when it is closed, and says how many it lost', async () => {
    const lost = aReader({
      send: () => {
        throw new Error('no luck')
      },
    })
    lost.reader.getString('wording', '', { targetingKey: 'u-1' })
    await lost.hook.close()
    expect(lost.hook.dropped).toBe(1)

    const { reader, hook, batches } = aReader()
    reader.getString('wording', '', { targetingKey: 'u-1' })
    await hook.close()
    expect(batches).toHaveLength(1)
    expect(hook.dropped).toBe(0)
  })
})
