import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { createEvaluator } from '@evenkeel/core/evaluation'
import { aFlag, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FlagReader } from '../flag-reader.ts'
import { HookRunner } from '../hooks/hook-runner.ts'
import { RecordingLogger } from '../recording-logger.ts'
import type { EvaluationEventOptions, EvaluationRecord } from './evaluation-events.ts'
import { createEvaluationEventHook } from './evaluation-events.ts'

const SNAPSHOT = aSnapshot({
  revision: { epoch: 2, sequence: 41 },
  flags: {
    checkout: aFlag({ rules: [aRule({ if: ['=', ['.', 'plan'], 'pro'] })] }),
    theme: aFlag({ type: 'object', variants: { dark: { ink: '#fff' } }, defaultVariant: 'dark' }),
  },
})

function aReader<C>(options: EvaluationEventOptions<C>, snapshot = SNAPSHOT) {
  const clock = fakeClock()
  const logger = new RecordingLogger()
  const hook = createEvaluationEventHook({ logger, ...options }, { clock, random: () => 0 })
  const holder = { evaluator: createEvaluator({ snapshot, now: () => clock.now() }) }
  const reader = new FlagReader(holder, undefined, new HookRunner([hook], new RecordingLogger(), clock))
  return { reader, hook, clock, logger }
}

/** OpenTelemetry's own SDK, and what reached its exporter. */
function openTelemetry() {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  return { otelLogger: provider.getLogger('evenkeel'), records: () => exporter.getFinishedLogRecords() }
}

describe('evaluationEvents', () => {
  it("emits OpenTelemetry's event with the names of its semantic conventions", async () => {
    const { otelLogger, records } = openTelemetry()
    const { reader, clock } = aReader({ otelLogger })
    const seconds = clock.now() / 1000
    reader.getBoolean('checkout', false, { targetingKey: 'u-1', plan: 'pro', email: 'ada@example.com' })
    expect(records()).toEqual([])
    await clock.advance(5_000)
    expect(records()).toHaveLength(1)
    expect(records()[0]).toMatchObject({ eventName: 'feature_flag.evaluation', hrTime: [seconds, 0] })
    expect(records()[0]?.attributes).toEqual({
      'feature_flag.key': 'checkout',
      'feature_flag.provider.name': 'evenkeel',
      'feature_flag.result.variant': 'on',
      'feature_flag.result.reason': 'targeting_match',
      'feature_flag.context.id': 'u-1',
      'feature_flag.set.id': 'production',
      'feature_flag.version': '2.41',
    })
  })

  it('says what went wrong, and the value where there is no variant', async () => {
    const { otelLogger, records } = openTelemetry()
    const { reader, clock } = aReader({ otelLogger })
    reader.getString('missing', 'fallback')
    reader.getObject('missing', { secret: 'of the caller' })
    await clock.advance(5_000)
    const error = {
      'feature_flag.key': 'missing',
      'feature_flag.provider.name': 'evenkeel',
      'feature_flag.result.reason': 'error',
      'feature_flag.set.id': 'production',
      'feature_flag.version': '2.41',
      'error.type': 'flag_not_found',
      'feature_flag.error.message': 'there is no flag "missing" in production',
    }
    expect(records().map(({ attributes }) => attributes)).toEqual([
      { ...error, 'feature_flag.result.value': 'fallback' },
      error,
    ])
  })

  it('does not repeat what reading a context threw', async () => {
    const { otelLogger, records } = openTelemetry()
    const { reader, clock } = aReader({ otelLogger })
    const context = {
      get plan() {
        throw new Error('no plan for ada@example.com')
      },
    }
    reader.getBoolean('checkout', false, context)
    reader.with(context).getBoolean('checkout', false)
    await clock.advance(5_000)
    expect(records().map(({ attributes }) => attributes['error.type'])).toEqual(['general', 'general'])
    expect(JSON.stringify(records().map(({ attributes }) => attributes))).not.toContain('ada')
  })

  it('tells of every evaluation, in the context that was active', async () => {
    const emitted: EvaluationRecord<string>[] = []
    let active = 'no request'
    const { reader, clock } = aReader({
      otelLogger: { emit: (record: EvaluationRecord<string>) => emitted.push(record) },
      activeContext: () => active,
    })
    for (const request of ['first request', 'second request']) {
      active = request
      reader.getObject('theme', {})
    }
    await clock.advance(5_000)
    expect(emitted.map(({ context }) => context)).toEqual(['first request', 'second request'])
  })

  it('names no subject where it is told not to', async () => {
    const { otelLogger, records } = openTelemetry()
    const { reader, clock } = aReader({ otelLogger, targetingKeyOf: () => undefined })
    reader.getBoolean('checkout', false, { targetingKey: 'u-1' })
    await clock.advance(5_000)
    expect(records()[0]?.attributes).not.toHaveProperty(['feature_flag.context.id'])
  })

  it('emits what waits when it is closed, and counts what could not be emitted', async () => {
    const { otelLogger, records } = openTelemetry()
    const { reader, hook } = aReader({ otelLogger })
    for (let i = 0; i < 1_001; i++) reader.getBoolean('checkout', false)
    await hook.close()
    expect(records()).toHaveLength(1_001)

    const broken = aReader({
      otelLogger: {
        emit: () => {
          throw new Error('shut down')
        },
      },
    })
    broken.reader.getBoolean('checkout', false)
    await broken.hook.close()
    expect(broken.hook.dropped).toBe(1)
    expect(broken.logger.lines).toEqual([
      'warn evenkeel: dropped 1 evaluation events that did not arrive: shut down',
    ])
  })
})
