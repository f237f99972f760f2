import type { Snapshot } from '@evenkeel/core/snapshot'
import { compileTree } from '../compiled-tree.ts'
import { displayPath } from '../display-path.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import type { Host } from '../host.ts'
import { requireEnvironment, requireFlag, requireManifests } from '../required-manifests.ts'
import type { Question } from './question.ts'

export interface RequiredSnapshot {
  readonly root: string
  readonly snapshot: Snapshot
}

/**
 * What a folder would have its environment served. Throws UsageError for a flag or an environment that it does not
 * have, RefusedTreeError when nothing of it would be served.
 */
export async function requireSnapshot(
  host: Host,
  directory: string | undefined,
  { flag, environment }: Question,
): Promise<RequiredSnapshot> {
  const root = requireConfigRoot(host.cwd, directory)
  const manifests = await requireManifests({
    tree: workingTree(root),
    name: 'the work tree',
    displayPath: (file) => displayPath(host.cwd, root, file),
  })
  requireEnvironment(manifests, environment)
  requireFlag(manifests, flag)
  return { root, snapshot: compileTree(manifests, environment) }
}

/** A tree that is not published has no revision. */
export function withoutRevision<D extends { readonly flagMetadata: object }>(details: D): D {
  const unpublished = new Set(['revision', 'commit'])
  const flagMetadata = Object.entries(details.flagMetadata).filter(([key]) => !unpublished.has(key))
  return { ...details, flagMetadata: Object.fromEntries(flagMetadata) }
}
