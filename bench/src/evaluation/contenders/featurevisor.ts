import { createInstance } from '@featurevisor/sdk'
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

/** Featurevisor's, too, is a share out of 100,000. */
const EVERYONE = 100_000
const rule = (key: string, more: object = {}) => ({
  key,
  segments: '*',
  percentage: EVERYONE,
  allocation: [],
  ...more,
})
const variations = (values: readonly string[]) => ({ variations: values.map((value) => ({ value })) })

const tiers = (rules: typeof TENANT_RULES) => ({
  ...variations(TIERS),
  traffic: [
    ...rules.map(([tenant, variation]) => rule(tenant, { segments: tenant, variation })),
    rule('everyone', { variation: NO_TIER }),
  ],
})

const FEATURES: Readonly<Record<FlagKind, object>> = {
  W1: { traffic: [rule('everyone')] },
  W2: { traffic: [rule('recent', { segments: 'pro-users-of-recent-apps' })] },
  W3: { traffic: [rule('ramp', { percentage: PERCENT * 1_000 })] },
  W3s: {
    ...variations(SPLIT.map(([variant]) => variant)),
    traffic: [rule('wording', { allocation: allocationOf(SPLIT) })],
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    variablesSchema: { value: { type: 'object', defaultValue: OTHERS_VALUE } },
    traffic: [
      rule('members', { segments: 'members', variables: { value: MEMBERS_VALUE } }),
      rule('everyone'),
    ],
  },
}

const SEGMENTS = {
  'pro-users-of-recent-apps': {
    conditions: [
      { attribute: 'plan', operator: 'equals', value: 'pro' },
      { attribute: 'country', operator: 'in', value: COUNTRIES },
      { attribute: 'appVersion', operator: 'semverGreaterThanOrEquals', value: LEAST_VERSION },
    ],
  },
  members: { conditions: [{ attribute: 'userId', operator: 'in', value: MEMBERS }] },
  ...Object.fromEntries(
    TENANT_RULES.map(([tenant]) => [
      tenant,
      { conditions: [{ attribute: 'tenant', operator: 'equals', value: tenant }] },
    ]),
  ),
}

export const FEATUREVISOR: Contender = {
  name: 'Featurevisor',
  package: '@featurevisor/sdk',
  setup:
    '`instance.isEnabled(key, context)`, `getVariation`, for the object `getVariable`; a datafile with parsed segments; no logging below fatal; a last rule for everyone where it needs one to give the default',
  write: (flags) => {
    const features = Object.fromEntries(
      flags.map(({ key, kind }) => [key, { key, bucketBy: 'userId', ...FEATURES[kind] }]),
    )
    return JSON.stringify({ schemaVersion: '2', revision: '1', segments: SEGMENTS, features })
  },
  start: (datafile) => {
    const instance = createInstance({ datafile, logLevel: 'fatal' })
    return {
      boolean: (key, context) => {
        const known = contextOf(context)
        return () => instance.isEnabled(key, known)
      },
      string: (key, context) => {
        const known = contextOf(context)
        return () => instance.getVariation(key, known)
      },
      object: (key, context) => {
        const known = contextOf(context)
        return () => instance.getVariable(key, 'value', known)
      },
    }
  },
}

function allocationOf(split: typeof SPLIT): object[] {
  let start = 0
  return split.map(([variation, weight]) => {
    const end = start + weight * 1_000
    const allocation = { variation, range: [start, end] }
    start = end
    return allocation
  })
}

function contextOf({ targetingKey, ...attributes }: BenchContext): Record<string, string> {
  return { userId: targetingKey, ...attributes }
}
