import { EvenkeelProvider } from '@evenkeel/sdk/openfeature'
import type { Contender } from '../contender.ts'
import { startClient, writeFlags } from './evenkeel.ts'
import { askThroughOpenFeature } from './openfeature.ts'

export const EVENKEEL_PROVIDER: Contender = {
  name: 'OpenFeature, Evenkeel',
  package: '@evenkeel/sdk',
  setup:
    "`await client.getBooleanValue(key, default, context)` and its like of OpenFeature's server SDK, over `EvenkeelProvider`",
  write: writeFlags,
  start: (text) => askThroughOpenFeature(new EvenkeelProvider(startClient(text))),
}
