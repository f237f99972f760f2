import type { SourceText } from './flag-file.ts'
import { flagFile } from './flag-file.ts'

/** A configuration repository of generated flags. */
export interface SyncWorkload {
  readonly flags: number
  readonly environments: readonly string[]
}

/** The environment that is watched and operated on. */
export const WATCHED = 'production'

const ENVIRONMENTS = [WATCHED, 'staging', 'development'] as const

export function syncWorkload(flags: number): SyncWorkload {
  return { flags, environments: ENVIRONMENTS }
}

/** What a workload has besides its flags. */
export function commonFiles({ environments }: SyncWorkload): readonly SourceText[] {
  return [
    { path: 'evenkeel.yaml', text: document('Repository', 'bench', '{}') },
    { path: 'context.yaml', text: document('Context', 'bench', CONTEXT) },
    ...environments.map((name) => ({
      path: `environments/${name}.yaml`,
      text: document('Environment', name, '{ capacity: { frameKiB: 512 } }'),
    })),
  ]
}

/** Every flag, with the conditions of a revision. */
export function flagFiles({ flags, environments }: SyncWorkload, revision: number): readonly SourceText[] {
  return Array.from({ length: flags }, (_, index) => flagFile(index, revision, environments))
}

const CONTEXT = `
  attributes:
    country: { type: string }
    city: { type: string }
    plan: { type: string }
    channel: { type: string }
    cart.total: { type: number }`

function document(kind: string, name: string, spec: string): string {
  return `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec: ${spec}\n`
}
