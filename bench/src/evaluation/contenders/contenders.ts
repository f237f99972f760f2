import type { Contender } from '../contender.ts'

/** Each in a module of its own, so that the process that runs one loads nothing of the others. */
const CONTENDERS = {
  evenkeel: async () => (await import('./evenkeel.ts')).EVENKEEL,
  'evenkeel-details': async () => (await import('./evenkeel.ts')).EVENKEEL_DETAILS,
  flagd: async () => (await import('./flagd.ts')).FLAGD,
  configcat: async () => (await import('./configcat.ts')).CONFIGCAT,
  growthbook: async () => (await import('./growthbook.ts')).GROWTHBOOK,
  launchdarkly: async () => (await import('./launchdarkly.ts')).LAUNCHDARKLY,
  unleash: async () => (await import('./unleash.ts')).UNLEASH,
  featurevisor: async () => (await import('./featurevisor.ts')).FEATUREVISOR,
  'in-memory-provider': async () => (await import('./openfeature.ts')).IN_MEMORY_PROVIDER,
  'evenkeel-provider': async () => (await import('./evenkeel-provider.ts')).EVENKEEL_PROVIDER,
} satisfies Readonly<Record<string, () => Promise<Contender>>>
export type ContenderId = keyof typeof CONTENDERS

/** In the order in which they are shown. */
export const CONTENDER_IDS = Object.keys(CONTENDERS) as readonly ContenderId[]

export const PEER_IDS: readonly ContenderId[] = [
  'flagd',
  'configcat',
  'growthbook',
  'launchdarkly',
  'unleash',
  'featurevisor',
]

export function loadContender(id: ContenderId): Promise<Contender> {
  return CONTENDERS[id]()
}
