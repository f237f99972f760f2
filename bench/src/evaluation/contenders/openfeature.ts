import type { JsonValue, Provider } from '@openfeature/server-sdk'
import { OpenFeature, TypedInMemoryProvider } from '@openfeature/server-sdk'
import type { Asking, Contender } from '../contender.ts'
import type { BenchContext } from '../workloads.ts'

/** What OpenFeature's own SDK costs: its provider does next to nothing for a flag without rules. */
export const IN_MEMORY_PROVIDER: Contender = {
  name: 'OpenFeature, in memory',
  package: '@openfeature/server-sdk',
  setup: "the same client over OpenFeature's own `TypedInMemoryProvider`",
  lacks: Object.fromEntries(
    ['W2', 'W3', 'W3s', 'W4', 'W5'].map((workload) => [workload, 'its targeting is a function one writes']),
  ),
  write: (flags) => JSON.stringify(flags.map(({ key }) => key)),
  start: (text) => {
    const on = { variants: { on: true, off: false }, defaultVariant: 'on' as const, disabled: false }
    const configuration = Object.fromEntries((JSON.parse(text) as string[]).map((key) => [key, on]))
    return askThroughOpenFeature(new TypedInMemoryProvider(configuration))
  },
}

export async function askThroughOpenFeature(provider: Provider): Promise<Asking> {
  await OpenFeature.setProviderAndWait(provider)
  const client = OpenFeature.getClient()
  const subject = (context: BenchContext) => ({ ...context })
  const none: JsonValue = {}
  return {
    boolean: (key, context) => {
      const known = subject(context)
      return () => client.getBooleanValue(key, false, known)
    },
    string: (key, context) => {
      const known = subject(context)
      return () => client.getStringValue(key, '', known)
    },
    object: (key, context) => {
      const known = subject(context)
      return () => client.getObjectValue(key, none, known)
    },
  }
}
