import { parseSnapshot, writeSnapshot } from '@evenkeel/core/snapshot'
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
  write: writeFlags,
  start: (text) => {
    const client = startClient(text)
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
  write: writeFlags,
  start: (text) => {
    const client = startClient(text)
    return {
      boolean: (key, context) => () => client.getBooleanDetails(key, false, context),
      string: (key, context) => () => client.getStringDetails(key, '', context),
      object: (key, context) => () => client.getObjectDetails(key, NOTHING, context),
      read: (details) => (details as ResolutionDetails<unknown>).value,
    }
  },
}

export async function writeFlags(flags: readonly BenchFlag[]): Promise<string> {
  return writeSnapshot(await compileFlags(flags))
}

export function startClient(text: string): Client {
  return createClient({ source: inMemorySource(parseSnapshot(text)) })
}
