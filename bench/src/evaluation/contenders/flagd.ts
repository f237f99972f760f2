import { FlagdCore } from '@openfeature/flagd-core'
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
  TIERS,
} from '../workloads.ts'

const BOOLEAN = { state: 'ENABLED', variants: { on: true, off: false } }
const attribute = (name: keyof BenchContext) => ({ var: name })

const FLAGS: Readonly<Record<WorkloadName, object>> = {
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
  W4: {
    state: 'ENABLED',
    variants: Object.fromEntries(TIERS.map((tier) => [tier, tier])),
    defaultVariant: NO_TIER,
    targeting: {
      if: [
        ...TENANT_RULES.flatMap(([tenant, tier]) => [{ '==': [attribute('tenant'), tenant] }, tier]),
        NO_TIER,
      ],
    },
  },
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
  start: (flags) => {
    const core = new FlagdCore()
    const configuration = Object.fromEntries(flags.map(({ key, workload }) => [key, FLAGS[workload]]))
    core.setConfigurations(JSON.stringify({ flags: configuration }))
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
