import type { FeatureDefinition, UserContext } from '@growthbook/growthbook'
import { GrowthBookClient } from '@growthbook/growthbook'
import type { Contender } from '../contender.ts'
import type { BenchContext, WorkloadName } from '../workloads.ts'
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
} from '../workloads.ts'

const FEATURES: Readonly<Record<WorkloadName, FeatureDefinition>> = {
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
  W4: {
    defaultValue: NO_TIER,
    rules: TENANT_RULES.map(([tenant, tier]) => ({ condition: { tenant }, force: tier })),
  },
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
  start: (flags) => {
    const features = Object.fromEntries(flags.map(({ key, workload }) => [key, FEATURES[workload]]))
    const client = new GrowthBookClient().initSync({
      payload: { features, savedGroups: { members: [...MEMBERS] } },
    })
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
