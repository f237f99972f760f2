import { FlagdCore } from '@openfeature/flagd-core'
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

const BOOLEAN = { state: 'ENABLED', variants: { on: true, off: false } }
const attribute = (name: keyof BenchContext) => ({ var: name })

const tiers = (rules: typeof TENANT_RULES) => ({
  state: 'ENABLED',
  variants: Object.fromEntries(TIERS.map((tier) => [tier, tier])),
  defaultVariant: NO_TIER,
  targeting: {
    if: [...rules.flatMap(([tenant, tier]) => [{ '==': [attribute('tenant'), tenant] }, tier]), NO_TIER],
  },
})

const FLAGS: Readonly<Record<FlagKind, object>> = {
  W1: { ...BOOLEAN, defaultVariant: 'on' },
  W2: {
    ...BOOLEAN,
    defaultVariant: 'off',
    targeting: {
      if: [
        {
          and: [
            { '==': [attribute('plan'), 'pro'] },
            { in: [attribute('country'), COUNTRIES] },
            { sem_ver: [attribute('appVersion'), '>=', LEAST_VERSION] },
          ],
        },
        'on',
        'off',
      ],
    },
  },
  W3: {
    ...BOOLEAN,
    defaultVariant: 'off',
    targeting: {
      fractional: [
        ['on', PERCENT],
        ['off', 100 - PERCENT],
      ],
    },
  },
  W3s: {
    state: 'ENABLED',
    variants: Object.fromEntries(SPLIT.map(([variant]) => [variant, variant])),
    defaultVariant: 'control',
    targeting: { fractional: SPLIT },
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    state: 'ENABLED',
    variants: { members: MEMBERS_VALUE, others: OTHERS_VALUE },
    defaultVariant: 'others',
    targeting: { if: [{ in: [attribute('targetingKey'), MEMBERS] }, 'members', 'others'] },
  },
}

export const FLAGD: Contender = {
  name: 'flagd-core',
  package: '@openfeature/flagd-core',
  setup:
    '`core.resolveBooleanEvaluation(key, default, context).value` and its like; targeting compiled, as by default',
  write: (flags) =>
    JSON.stringify({ flags: Object.fromEntries(flags.map(({ key, kind }) => [key, FLAGS[kind]])) }),
  start: (text) => {
    const core = new FlagdCore()
    core.setConfigurations(text)
    const none = {}
    const subject = (context: BenchContext) => ({ ...context })
    return {
      boolean: (key, context) => {
        const known = subject(context)
        return () => core.resolveBooleanEvaluation(key, false, known).value
      },
      string: (key, context) => {
        const known = subject(context)
        return () => core.resolveStringEvaluation(key, '', known).value
      },
      object: (key, context) => {
        const known = subject(context)
        return () => core.resolveObjectEvaluation(key, none, known).value
      },
    }
  },
}
