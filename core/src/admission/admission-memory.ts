import { CompilationCache } from '../compilation/compile/compilation-cache.ts'
import { KnownBlocks } from '../compilation/packing/pack-content.ts'

/**
 * What is kept of one admission for the next, whose commit has most of it too: admission comes to the same with it and
 * without. For one repository, and one admission at a time.
 */
export class AdmissionMemory {
  readonly compiled = new CompilationCache()
  #blocks = new Map<string, KnownBlocks>()

  /** Those of an environment; those of environments that are not among `names` are forgotten. */
  blocksOf(names: Iterable<string>): ReadonlyMap<string, KnownBlocks> {
    this.#blocks = new Map(Array.from(names, (name) => [name, this.#blocks.get(name) ?? new KnownBlocks()]))
    return this.#blocks
  }
}
