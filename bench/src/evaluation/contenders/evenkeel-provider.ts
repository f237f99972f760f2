import { EvenkeelProvider } from '@evenkeel/sdk/openfeature'
import type { Contender } from '../contender.ts'
import { startClient } from './evenkeel.ts'
import { askThroughOpenFeature } from './openfeature.ts'

export const EVENKEEL_PROVIDER: Contender = {
  name: 'OpenFeature, Evenkeel',
  package: '@evenkeel/sdk',
  setup:
    "`await client.getBooleanValue(key, default, context)` and its like of OpenFeature's server SDK, over `EvenkeelProvider`",
  start: async (flags) => askThroughOpenFeature(new EvenkeelProvider(await startClient(flags))),
}
