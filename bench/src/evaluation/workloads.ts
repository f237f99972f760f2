/** What is evaluated; every contender says the same in its own language. */
export const WORKLOADS = {
  W1: { title: 'a plain boolean', type: 'boolean' },
  W2: { title: 'three conditions, one of them semver', type: 'boolean' },
  W3: { title: '25 % of subjects', type: 'boolean' },
  W3s: { title: 'a three-way split', type: 'string' },
  W4: { title: 'the last of 50 rules', type: 'string' },
  W5: { title: 'membership of 1,000 ids, giving an object', type: 'object' },
} as const
export type WorkloadName = keyof typeof WORKLOADS
export const WORKLOAD_NAMES = Object.keys(WORKLOADS) as readonly WorkloadName[]

/** W2: on when the plan is `pro`, the country is one of these, and the app's version is at least this. */
export const COUNTRIES: readonly string[] = ['AT', 'CH', 'DE']
export const LEAST_VERSION = '2.1.0'

/** W3: out of 100. */
export const PERCENT = 25

/** W3s: variants and their weights. */
export const SPLIT: readonly (readonly [variant: string, weight: number])[] = [
  ['control', 50],
  ['short', 30],
  ['long', 20],
]

/** W4: every rule is for one tenant and serves a tier; whoever is in none gets the last tier. */
export const TIERS: readonly string[] = ['gold', 'silver', 'bronze', 'none']
export const NO_TIER = 'none'
export const TENANT_RULES: readonly (readonly [tenant: string, tier: string])[] = Array.from(
  { length: 50 },
  (_, index) => [`tenant-${index + 1}`, TIERS[index % 3] ?? NO_TIER],
)
const LAST_TENANT = `tenant-${TENANT_RULES.length}`

/** W5: every second subject, so that half of those who are asked about are members. */
export const MEMBERS: readonly string[] = Array.from({ length: 1_000 }, (_, index) => subjectKey(2 * index))
export const MEMBERS_VALUE = { theme: 'dark', limit: 100 } as const
export const OTHERS_VALUE = { theme: 'light', limit: 10 } as const

/** What is known of a subject; a service's context in small. */
export type BenchContext = Readonly<
  Record<'targetingKey' | 'plan' | 'country' | 'appVersion' | 'tenant', string>
>

/** Those whose evaluations are timed: all three conditions have to be looked at, and all 50 rules. */
export const TIMED_CONTEXTS: readonly BenchContext[] = Array.from({ length: 1_000 }, (_, index) => ({
  targetingKey: subjectKey(index),
  plan: 'pro',
  country: COUNTRIES[index % COUNTRIES.length] ?? '',
  appVersion: `${2 + (index % 3)}.${1 + (index % 7)}.${index % 11}`,
  tenant: LAST_TENANT,
}))

/** Those whose answers are checked, too: each misses one condition or meets another rule. */
export const OTHER_CONTEXTS: readonly BenchContext[] = [
  { plan: 'free' },
  { country: 'FR' },
  { appVersion: '2.0.9' },
  { appVersion: '1.9.10' },
  { tenant: 'tenant-1' },
  { tenant: 'tenant-30' },
  { tenant: 'tenant-51' },
  { targetingKey: subjectKey(5_001) },
].map((different, index) => ({
  targetingKey: subjectKey(index),
  plan: 'pro',
  country: 'DE',
  appVersion: '10.0.0',
  tenant: LAST_TENANT,
  ...different,
}))

function subjectKey(number: number): string {
  return `user-${100_000 + number}`
}

/** What a flag is made of: a workload's rules, or W4's first three. */
export type FlagKind = WorkloadName | 'three-rules'
export const THREE_RULES = TENANT_RULES.slice(0, 3)

export interface BenchFlag {
  readonly key: string
  readonly kind: FlagKind
}

export const MEASURED_FLAG = 'measured'

const OTHER_KINDS = ['W1', 'W2', 'W3', 'W3s'] as const

/** What is loaded beside the flag that is measured. */
export const OTHER_FLAGS: readonly BenchFlag[] = Array.from({ length: 1_000 }, (_, index) => ({
  key: `other-${index}`,
  kind: OTHER_KINDS[index % OTHER_KINDS.length] ?? 'W1',
}))
