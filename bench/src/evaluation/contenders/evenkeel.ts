import type { Client, ResolutionDetails } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import { inMemorySource } from '@evenkeel/sdk/testing'
import type { Contender } from '../contender.ts'
import type { BenchFlag } from '../workloads.ts'
import { compileFlags } from './evenkeel-flags.ts'

const PACKAGE = '@evenkeel/sdk'
const FLAGS = 'flags from manifests, admitted and compiled to a snapshot, which the client holds'
/** A default that is made once, so that making it is not timed. */
const NOTHING = {}

export const EVENKEEL: Contender = {
  name: 'Evenkeel',
  package: PACKAGE,
  setup: `\`client.getBoolean(key, default, context)\` and its like; ${FLAGS}`,
  start: async (flags) => {
    const client = await startClient(flags)
    return {
      boolean: (key, context) => () => client.getBoolean(key, false, context),
      string: (key, context) => () => client.getString(key, '', context),
      object: (key, context) => () => client.getObject(key, NOTHING, context),
    }
  },
}

export const EVENKEEL_DETAILS: Contender = {
  name: 'Evenkeel, details',
  package: PACKAGE,
  setup: `\`client.getBooleanDetails(key, default, context)\` and its like, with variant, reason and metadata; ${FLAGS}`,
  start: async (flags) => {
    const client = await startClient(flags)
    return {
      boolean: (key, context) => () => client.getBooleanDetails(key, false, context),
      string: (key, context) => () => client.getStringDetails(key, '', context),
      object: (key, context) => () => client.getObjectDetails(key, NOTHING, context),
      read: (details) => (details as ResolutionDetails<unknown>).value,
    }
  },
}

export async function startClient(flags: readonly BenchFlag[]): Promise<Client> {
  return createClient({ source: inMemorySource(await compileFlags(flags)) })
}
