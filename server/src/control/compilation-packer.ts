import type { Companion, Compilation } from '@evenkeel/core/compilation'
import { KnownBlocks, packContent } from '@evenkeel/core/compilation'
import type { Deflate, DeflateBlock } from '@evenkeel/core/snapshot'
import type { StoredCompilation } from '../snapshots/stored-revision.ts'

export interface PackerPlatform {
  readonly deflate: Deflate
  readonly deflateBlock: DeflateBlock
}

/** Brings compilations into the form in which they are kept; what an environment had before is not deflated again. */
export class CompilationPacker {
  readonly #platform: PackerPlatform
  #environments: ReadonlyMap<string, EnvironmentPacker> = new Map()

  constructor(platform: PackerPlatform) {
    this.#platform = platform
  }

  /** All of a commit; an environment that is not among them is forgotten. */
  pack(compilations: readonly Compilation[]): readonly StoredCompilation[] {
    const known = this.#environments
    this.#environments = new Map(
      compilations.map(({ environment }) => [environment, known.get(environment) ?? new EnvironmentPacker()]),
    )
    return compilations.map((compilation) => {
      const { content, companion, ...described } = compilation
      const packer = this.#environments.get(compilation.environment) ?? new EnvironmentPacker()
      return {
        ...described,
        ...packContent(content, this.#platform.deflateBlock, packer.blocks),
        ...(companion && { companion: packer.packCompanion(companion, this.#platform.deflate) }),
      }
    })
  }
}

class EnvironmentPacker {
  readonly blocks = new KnownBlocks()
  #companion: { readonly json: string; readonly packed: Uint8Array } | undefined

  /** Most commits leave it as it is: nobody's owner changes with a percentage. */
  packCompanion(companion: Companion, deflate: Deflate): Uint8Array {
    const json = JSON.stringify(companion)
    if (this.#companion?.json !== json) this.#companion = { json, packed: deflate(Buffer.from(json)) }
    return this.#companion.packed
  }
}
