import { once } from 'node:events'
import type { Context, UnleashConfig } from 'unleash-client'
import { InMemStorageProvider, Unleash } from 'unleash-client'
import type { Contender } from '../contender.ts'
import type { BenchContext, BenchFlag, FlagKind } from '../workloads.ts'
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
} from '../workloads.ts'

const MEMBERS_SEGMENT = 1

const strategy = (more: object = {}, rollout = 100) => ({
  name: 'flexibleRollout',
  parameters: { rollout: String(rollout), stickiness: 'default', groupId: 'group' },
  constraints: [],
  ...more,
})
const constraint = (contextName: string, operator: string, more: object) => ({
  contextName,
  operator,
  values: [],
  inverted: false,
  caseInsensitive: false,
  ...more,
})
/** Weights are out of 1,000. */
const variant = (name: string, value: unknown, weight = 1_000) => ({
  name,
  weight,
  stickiness: 'default',
  payload:
    typeof value === 'string' ? { type: 'string', value } : { type: 'json', value: JSON.stringify(value) },
})

const tiers = (rules: typeof TENANT_RULES) => [
  ...rules.map(([tenant, tier]) =>
    strategy({
      constraints: [constraint('tenant', 'IN', { values: [tenant] })],
      variants: [variant(tier, tier)],
    }),
  ),
  strategy({ variants: [variant(NO_TIER, NO_TIER)] }),
]

const FEATURES: Readonly<Record<FlagKind, readonly object[]>> = {
  W1: [{ name: 'default', parameters: {}, constraints: [] }],
  W2: [
    {
      name: 'default',
      parameters: {},
      constraints: [
        constraint('plan', 'IN', { values: ['pro'] }),
        constraint('country', 'IN', { values: COUNTRIES }),
        constraint('appVersion', 'SEMVER_GTE', { value: LEAST_VERSION }),
      ],
    },
  ],
  W3: [strategy({}, PERCENT)],
  W3s: [strategy({ variants: SPLIT.map(([name, weight]) => variant(name, name, weight * 10)) })],
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: [
    strategy({ segments: [MEMBERS_SEGMENT], variants: [variant('members', MEMBERS_VALUE)] }),
    strategy({ variants: [variant('others', OTHERS_VALUE)] }),
  ],
}

export const UNLEASH: Contender = {
  name: 'Unleash',
  package: 'unleash-client',
  setup:
    '`unleash.isEnabled(name, context, default)`, `unleash.getVariant(name, context).payload`; features from `bootstrap`, metrics and polling off; JSON payloads are parsed by the caller; membership as a segment',
  write: writeFeatures,
  start: async (text) => {
    const unleash = await startUnleash(text)
    return {
      boolean: (name, context) => {
        const known = contextOf(context)
        return () => unleash.isEnabled(name, known, false)
      },
      string: (name, context) => {
        const known = contextOf(context)
        return () => unleash.getVariant(name, known).payload?.value
      },
      object: (name, context) => {
        const known = contextOf(context)
        return (): unknown => JSON.parse(unleash.getVariant(name, known).payload?.value ?? '{}')
      },
    }
  },
}

function writeFeatures(flags: readonly BenchFlag[]): string {
  const data = flags.map(({ key, kind }) => ({
    name: key,
    type: 'release',
    enabled: true,
    stale: false,
    impressionData: false,
    strategies: FEATURES[kind],
    variants: [],
  }))
  const members = constraint('userId', 'IN', { values: MEMBERS })
  return JSON.stringify({
    data,
    segments: [{ id: MEMBERS_SEGMENT, name: 'members', constraints: [members] }],
  })
}

async function startUnleash(text: string): Promise<Unleash> {
  const unleash = new Unleash({
    appName: 'bench',
    // Nobody listens there: what is evaluated is the bootstrap.
    url: 'http://127.0.0.1:9/api/',
    bootstrap: JSON.parse(text) as UnleashConfig['bootstrap'] & object,
    storageProvider: new InMemStorageProvider(),
    refreshInterval: 0,
    disableMetrics: true,
    disableAutoStart: true,
  })
  unleash.on('error', () => undefined)
  const ready = once(unleash, 'ready')
  void unleash.start()
  await ready
  return unleash
}

function contextOf({ targetingKey, ...properties }: BenchContext): Context {
  return { userId: targetingKey, properties }
}
