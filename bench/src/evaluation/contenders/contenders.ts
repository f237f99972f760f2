import type { Contender } from '../contender.ts'
import { CONFIGCAT } from './configcat.ts'
import { EVENKEEL, EVENKEEL_DETAILS, EVENKEEL_PROVIDER } from './evenkeel.ts'
import { FEATUREVISOR } from './featurevisor.ts'
import { FLAGD } from './flagd.ts'
import { GROWTHBOOK } from './growthbook.ts'
import { LAUNCHDARKLY } from './launchdarkly.ts'
import { IN_MEMORY_PROVIDER } from './openfeature.ts'
import { UNLEASH } from './unleash.ts'

export const PEERS: readonly Contender[] = [FLAGD, CONFIGCAT, GROWTHBOOK, LAUNCHDARKLY, UNLEASH, FEATUREVISOR]

export const CONTENDERS: readonly Contender[] = [
  EVENKEEL,
  EVENKEEL_DETAILS,
  ...PEERS,
  IN_MEMORY_PROVIDER,
  EVENKEEL_PROVIDER,
]
