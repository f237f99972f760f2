import type { Companion, Compilation } from '@evenkeel/core/compilation'
import type { DeflateBlock } from '@evenkeel/core/snapshot'

/** Deflates the companions of compilations, each as JSON; one that is as it was before is not deflated again. */
export class CompanionPacker {
  readonly #deflateBlock: DeflateBlock
  #environments: ReadonlyMap<string, PackedCompanion> = new Map()
  /** By the part of a companion that it was written from, which stays the same while its document does. */
  readonly #written = new WeakMap<object, string>()

  constructor(deflateBlock: DeflateBlock) {
    this.#deflateBlock = deflateBlock
  }

  /** Of all environments of a commit, by name; one that is not among them is forgotten. */
  pack(compilations: readonly Compilation[]): ReadonlyMap<string, Uint8Array> {
    const packed = new Map<string, PackedCompanion>()
    for (const { environment, companion } of compilations) {
      if (companion) packed.set(environment, this.#packOne(environment, companion))
    }
    this.#environments = packed
    return new Map(Array.from(packed, ([environment, { bytes }]) => [environment, bytes]))
  }

  /** Most commits leave it as it is: nobody's owner changes with a percentage. */
  #packOne(environment: string, companion: Companion): PackedCompanion {
    const json = this.#write(companion)
    const known = this.#environments.get(environment)
    if (known?.json === json) return known
    return { json, bytes: this.#deflateBlock(Buffer.from(json), { final: true }) }
  }

  #write({ protected: isProtected, flags, configs }: Companion): string {
    return `{"protected":${isProtected},"flags":${this.#writeAll(flags)},"configs":${this.#writeAll(configs)}}`
  }

  #writeAll(parts: Readonly<Record<string, object>>): string {
    const members = Object.entries(parts).map(([name, part]) => {
      const json = this.#written.get(part) ?? JSON.stringify(part)
      this.#written.set(part, json)
      return `${JSON.stringify(name)}:${json}`
    })
    return `{${members.join(',')}}`
  }
}

interface PackedCompanion {
  readonly json: string
  readonly bytes: Uint8Array
}
