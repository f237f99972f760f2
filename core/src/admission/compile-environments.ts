import type { Compilation } from '../compilation/compilation.ts'
import { compileEnvironment } from '../compilation/compile/compile-environment.ts'
import { stateHashOf } from '../compilation/operations/state-hash.ts'
import type { PackedContent } from '../compilation/packing/pack-content.ts'
import { KnownBlocks, packContent } from '../compilation/packing/pack-content.ts'
import { writeRevisionHeader } from '../compilation/write-revision-header.ts'
import type { Environment } from '../manifest/kinds/environment.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import type { AdmissionPlatform } from './admission-platform.ts'
import type { AdmissionMemory } from './admission-memory.ts'

/** What a commit comes to in an environment. */
export interface CompiledEnvironment {
  readonly document: ManifestDocument<Environment>
  readonly compilation: Compilation
  /** The header as the first publication would have it: what a revision is called changes nothing of its size. */
  readonly header: string
  readonly packed: PackedContent
  readonly blocks: KnownBlocks
}

export interface CompileEnvironmentsInput {
  readonly manifests: CheckedManifests
  readonly commit: string
  readonly platform: AdmissionPlatform
  readonly memory: AdmissionMemory
}

/** By name. What the memory has of the commit before is neither written nor deflated again. */
export function compileEnvironments(
  input: CompileEnvironmentsInput,
): ReadonlyMap<string, CompiledEnvironment> {
  const { manifests, commit, platform, memory } = input
  const known = memory.blocksOf(manifests.environments.keys())
  const stateHash = stateHashOf([], platform.sha256)
  return new Map(
    Array.from(manifests.environments, ([environment, document]) => {
      const compilation = compileEnvironment({
        manifests,
        environment,
        commit,
        sha256: platform.sha256,
        previous: memory.compiled,
      })
      const blocks = known.get(environment) ?? new KnownBlocks()
      const packed = packContent(compilation.content, platform.deflateBlock, blocks)
      const revision = { epoch: 1, sequence: 1, commit, stateHash }
      const header = writeRevisionHeader({ ...compilation, revision, overriddenConfigs: [] })
      return [environment, { document, compilation, header, packed, blocks }]
    }),
  )
}
