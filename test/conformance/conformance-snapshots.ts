import { admitTree } from '@evenkeel/core/admission'
import { compileSnapshot } from '@evenkeel/core/compilation'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '@evenkeel/test/support'
import { overrideSnapshot } from './override-snapshot.ts'
import type { ConformanceFile } from './load-conformance-files.ts'
import { conformanceTree } from './load-conformance-files.ts'

/** What a topic's commit is compiled to, by environment; its overrides are in force in production. */
export async function conformanceSnapshots(
  file: Pick<ConformanceFile, 'files' | 'overrides'>,
): Promise<ReadonlyMap<string, Snapshot>> {
  const { manifests, issues } = await admitTree(conformanceTree(file), nodePlatform)
  if (manifests === undefined) throw new Error(JSON.stringify(issues))
  const compile = (environment: string) => {
    const snapshot = compileSnapshot({
      manifests,
      environment,
      commit: 'c0ffee'.padEnd(40, '0'),
      epoch: 1,
      sequence: 1,
      sha256: nodePlatform.sha256,
    })
    return environment === 'production' ? overrideSnapshot(snapshot, file.overrides) : snapshot
  }
  return new Map(Array.from(manifests.environments.keys(), (name) => [name, compile(name)]))
}
