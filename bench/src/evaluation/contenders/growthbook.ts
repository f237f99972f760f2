import type { FeatureApiResponse, FeatureDefinition, UserContext } from '@growthbook/growthbook'
import { GrowthBookClient } from '@growthbook/growthbook'
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
} from '../workloads.ts'

const tiers = (rules: typeof TENANT_RULES) => ({
  defaultValue: NO_TIER,
  rules: rules.map(([tenant, tier]) => ({ condition: { tenant }, force: tier })),
})

const FEATURES: Readonly<Record<FlagKind, FeatureDefinition>> = {
  W1: { defaultValue: true },
  W2: {
    defaultValue: false,
    rules: [
      {
        condition: { plan: 'pro', country: { $in: [...COUNTRIES] }, appVersion: { $vgte: LEAST_VERSION } },
        force: true,
      },
    ],
  },
  W3: {
    defaultValue: false,
    rules: [{ force: true, coverage: PERCENT / 100, hashAttribute: 'id', hashVersion: 2 }],
  },
  W3s: {
    defaultValue: 'control',
    rules: [
      {
        variations: SPLIT.map(([variant]) => variant),
        weights: SPLIT.map(([, weight]) => weight / 100),
        coverage: 1,
        hashAttribute: 'id',
        hashVersion: 2,
      },
    ],
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    defaultValue: OTHERS_VALUE,
    rules: [{ condition: { id: { $inGroup: 'members' } }, force: MEMBERS_VALUE }],
  },
}

export const GROWTHBOOK: Contender = {
  name: 'GrowthBook',
  package: '@growthbook/growthbook',
  setup:
    '`GrowthBookClient` with the payload given to `initSync`, `getFeatureValue` with a user context per subject; no tracking callback; membership as a saved group',
  write: (flags) => {
    const features = Object.fromEntries(flags.map(({ key, kind }) => [key, FEATURES[kind]]))
    return JSON.stringify({ features, savedGroups: { members: MEMBERS } })
  },
  start: (text) => {
    const client = new GrowthBookClient().initSync({ payload: JSON.parse(text) as FeatureApiResponse })
    const none: unknown = {}
    return {
      boolean: (key, context) => {
        const user = userOf(context)
        return () => client.getFeatureValue(key, false, user)
      },
      string: (key, context) => {
        const user = userOf(context)
        return () => client.getFeatureValue(key, '', user)
      },
      object: (key, context) => {
        const user = userOf(context)
        return () => client.getFeatureValue(key, none, user)
      },
    }
  },
}

function userOf({ targetingKey, ...attributes }: BenchContext): UserContext {
  return { attributes: { id: targetingKey, ...attributes } }
}
