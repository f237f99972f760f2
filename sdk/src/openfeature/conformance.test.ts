import type { Snapshot } from '@evenkeel/core/snapshot'
import { aFrame, fakeClock } from '@evenkeel/test/support'
import type { EvaluationContext, EvaluationDetails, Hook, JsonValue } from '@openfeature/server-sdk'
import {
  AsyncLocalStorageTransactionContextPropagator,
  NOOP_TRANSACTION_CONTEXT_PROPAGATOR,
  OpenFeature,
} from '@openfeature/server-sdk'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { conformanceSnapshots } from '../../../test/conformance/conformance-snapshots.ts'
import { expectDetails } from '../../../test/conformance/expect-details.ts'
import type { ConformanceCase } from '../../../test/conformance/load-conformance-files.ts'
import { loadConformanceFiles } from '../../../test/conformance/load-conformance-files.ts'
import type {
  HookLevel,
  OpenFeatureCase,
  OpenFeatureFile,
  ProviderState,
} from '../../../test/conformance/openfeature/load-openfeature-files.ts'
import { loadOpenFeatureFiles } from '../../../test/conformance/openfeature/load-openfeature-files.ts'
import { Client } from '../client.ts'
import { createClient } from '../create-client.ts'
import { RecordingLogger } from '../recording-logger.ts'
import { FakeSource } from '../source/fake-source.ts'
import { EvenkeelProvider } from './evenkeel-provider.ts'

type Details = EvaluationDetails<JsonValue>

const ANY_TIME = Date.parse('2026-11-01T00:00:00Z')

/** OpenFeature over our provider in a state, at a time. */
async function register(state: ProviderState, snapshot: Snapshot, now: number, hooks: Hook[]): Promise<void> {
  if (state === 'fatal') {
    const withoutOptions = () => createClient({})
    await OpenFeature.setProviderAndWait(new EvenkeelProvider(withoutOptions, { hooks })).catch(
      () => undefined,
    )
    return
  }
  const clock = fakeClock(now)
  const source = new FakeSource('server')
  const settings = { environment: undefined, context: undefined, verifiers: [], pollMs: 5_000 }
  const client = new Client(
    { ...settings, origin: { from: 'source', source }, logger: new RecordingLogger() },
    { clock, random: () => 0.5, fetch },
  )
  const set = OpenFeature.setProviderAndWait(new EvenkeelProvider(client, { hooks })).catch(() => undefined)
  if (state === 'not ready') return
  if (state === 'error') await clock.advance(5_000)
  else source.receiver.frame(aFrame(snapshot, { nowMs: now }))
  await set
  if (state === 'stale') await clock.advance(60_000)
}

/** In API, client and call; the hook of the `before` context comes with the call. */
async function evaluate(given: OpenFeatureCase, recorder: (level: HookLevel) => Hook[]): Promise<Details> {
  const { contexts, flag, type, default: fallback } = given
  const {
    api = {},
    transaction = {},
    client = {},
    call = {},
    before = {},
  } = contexts as Record<string, EvaluationContext>
  OpenFeature.setContext(api)
  OpenFeature.addHooks(...recorder('api'))
  const flags = OpenFeature.getClient(client).addHooks(...recorder('client'))
  const options = { hooks: [...recorder('call'), { before: () => before }] }
  const ask = (): Promise<Details> => {
    switch (type) {
      case 'boolean':
        return flags.getBooleanDetails(flag, fallback as boolean, call, options)
      case 'string':
        return flags.getStringDetails(flag, fallback as string, call, options)
      case 'number':
        return flags.getNumberDetails(flag, fallback as number, call, options)
      case 'object':
        return flags.getObjectDetails(flag, fallback as JsonValue, call, options)
    }
  }
  let asked: Promise<Details> | undefined
  OpenFeature.setTransactionContext(transaction, () => {
    asked = ask()
  })
  return asked!
}

beforeAll(() => {
  OpenFeature.setTransactionContextPropagator(new AsyncLocalStorageTransactionContextPropagator())
  return () => {
    OpenFeature.setTransactionContextPropagator(NOOP_TRANSACTION_CONTEXT_PROPAGATOR)
  }
})

afterEach(async () => {
  OpenFeature.clearHooks()
  OpenFeature.setContext({})
  await OpenFeature.clearProviders()
})

const asCallOf = ({ context, ...given }: ConformanceCase): OpenFeatureCase => ({
  ...given,
  contexts: { call: context },
  hooks: [],
  provider: 'stable',
})

const files: readonly OpenFeatureFile[] = [
  ...loadConformanceFiles().map((file) => ({ ...file, cases: file.cases.map(asCallOf) })),
  ...loadOpenFeatureFiles(),
]

describe.each(files)('conformance of the OpenFeature provider: $topic', (file) => {
  let snapshots: ReadonlyMap<string, Snapshot>
  beforeAll(async () => {
    snapshots = await conformanceSnapshots(file)
  })

  it.each(file.cases)('$name', async (given) => {
    const stages: string[] = []
    const seen: Details[] = []
    const recorder = (level: HookLevel): Hook[] => {
      const record = (stage: string) => (_context: unknown, details?: unknown) => {
        stages.push(`${stage} ${level}`)
        if (stage === 'after' || stage === 'finally') seen.push(details as Details)
      }
      const [before, after, error, onEnd] = ['before', 'after', 'error', 'finally'].map(record)
      return given.hooks.includes(level) ? [{ before, after, error, finally: onEnd } as Hook] : []
    }
    const now = given.at === undefined ? ANY_TIME : Date.parse(given.at)
    await register(given.provider, snapshots.get(given.environment)!, now, recorder('provider'))

    const details = await evaluate(given, recorder)

    for (const some of [details, ...seen]) {
      expect(some.flagKey).toBe(given.flag)
      expectDetails(some, given.expect)
    }
    if (given.expect.stages !== undefined) expect(stages).toEqual(given.expect.stages)
    if (given.expect.status !== undefined) {
      expect(OpenFeature.getClient().providerStatus).toBe(given.expect.status)
    }
  })
})
