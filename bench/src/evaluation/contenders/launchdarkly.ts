import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LDContext } from '@launchdarkly/node-server-sdk'
import { basicLogger, init } from '@launchdarkly/node-server-sdk'
import { FileDataSourceFactory } from '@launchdarkly/node-server-sdk/integrations'
import type { Contender } from '../contender.ts'
import type { BenchContext, FlagKind } from '../workloads.ts'
import {
  COUNTRIES,
  LEAST_VERSION,
  MEMBERS,
  MEMBERS_VALUE,
  NO_TIER,
  OTHERS_VALUE,
  PERCENT,
  SPLIT,
  TENANT_RULES,
  THREE_RULES,
  TIERS,
} from '../workloads.ts'

const clause = (attribute: string, op: string, values: readonly unknown[], negate = false) => ({
  contextKind: 'user',
  attribute,
  op,
  values,
  negate,
})
const FLAG = {
  on: true,
  offVariation: 0,
  prerequisites: [],
  targets: [],
  rules: [],
  salt: 'salt',
  version: 1,
}
const BOOLEAN = { ...FLAG, variations: [false, true], fallthrough: { variation: 0 } }
/** A weight is out of 100,000. */
const weighted = (weights: readonly number[]) => ({
  rollout: {
    contextKind: 'user',
    variations: weights.map((percent, variation) => ({ variation, weight: percent * 1_000 })),
  },
})

const tiers = (rules: typeof TENANT_RULES) => ({
  ...FLAG,
  variations: TIERS,
  fallthrough: { variation: TIERS.indexOf(NO_TIER) },
  rules: rules.map(([tenant, tier]) => ({
    id: tenant,
    clauses: [clause('tenant', 'in', [tenant])],
    variation: TIERS.indexOf(tier),
  })),
})

const FLAGS: Readonly<Record<FlagKind, object>> = {
  W1: { ...BOOLEAN, fallthrough: { variation: 1 } },
  W2: {
    ...BOOLEAN,
    rules: [
      {
        id: 'pro-users-of-recent-apps',
        clauses: [
          clause('plan', 'in', ['pro']),
          clause('country', 'in', COUNTRIES),
          // There is no "at least" for versions.
          clause('appVersion', 'semVerLessThan', [LEAST_VERSION], true),
        ],
        variation: 1,
      },
    ],
  },
  W3: { ...BOOLEAN, fallthrough: weighted([100 - PERCENT, PERCENT]) },
  W3s: {
    ...FLAG,
    variations: SPLIT.map(([variant]) => variant),
    fallthrough: weighted(SPLIT.map(([, weight]) => weight)),
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    ...FLAG,
    variations: [OTHERS_VALUE, MEMBERS_VALUE],
    fallthrough: { variation: 0 },
    rules: [{ id: 'members', clauses: [clause('', 'segmentMatch', ['members'])], variation: 1 }],
  },
}

export const LAUNCHDARKLY: Contender = {
  name: 'LaunchDarkly',
  package: '@launchdarkly/node-server-sdk',
  setup:
    '`await client.boolVariation(key, context, default)` and its like, which have no synchronous form; flags from the file data source; events, diagnostics and logging off; membership as a segment',
  write: (flags) =>
    JSON.stringify({
      flags: Object.fromEntries(flags.map(({ key, kind }) => [key, { key, ...FLAGS[kind] }])),
      segments: {
        members: { key: 'members', included: MEMBERS, excluded: [], rules: [], salt: 'salt', version: 1 },
      },
    }),
  start: async (text) => {
    const client = init('sdk-key', {
      updateProcessor: dataSourceOf(text).getFactory(),
      sendEvents: false,
      diagnosticOptOut: true,
      logger: basicLogger({ level: 'none' }),
    })
    const none = {}
    await client.waitForInitialization({ timeout: 10 })
    return {
      boolean: (key, context) => {
        const subject = subjectOf(context)
        return () => client.boolVariation(key, subject, false)
      },
      string: (key, context) => {
        const subject = subjectOf(context)
        return () => client.stringVariation(key, subject, '')
      },
      object: (key, context) => {
        const subject = subjectOf(context)
        return () => client.jsonVariation(key, subject, none)
      },
    }
  },
}

/** The file is read at once, and not again. */
function dataSourceOf(text: string): FileDataSourceFactory {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  const path = join(directory, 'flags.json')
  writeFileSync(path, text)
  process.once('exit', () => {
    rmSync(directory, { recursive: true })
  })
  return new FileDataSourceFactory({ paths: [path] })
}

function subjectOf({ targetingKey, ...attributes }: BenchContext): LDContext {
  return { kind: 'user', key: targetingKey, ...attributes }
}
