import type { ObjectId, Repository } from '../git/repository.ts'
import { AdmissionMemory, admitCommit } from './admit-commit.ts'
import type { Control, FetchedTip, Verdict } from './control.ts'
import type { PackerPlatform } from './compilation-packer.ts'
import { CompilationPacker } from './compilation-packer.ts'
import type { ReadBackPlatform } from './read-back.ts'
import { ReadBack } from './read-back.ts'

export interface InProcessControlOptions {
  /** Closed with the control. */
  readonly repository: Repository
  readonly platform: PackerPlatform & ReadBackPlatform
}

/** Reads what authors wrote in the process it is in: the control process, or a test. */
export class InProcessControl implements Control {
  readonly #options: InProcessControlOptions
  readonly #memory = new AdmissionMemory()
  readonly #packer: CompilationPacker
  readonly #readBack: ReadBack

  constructor(options: InProcessControlOptions) {
    this.#options = options
    this.#packer = new CompilationPacker(options.platform)
    this.#readBack = new ReadBack(options.platform)
  }

  async fetch({ known }: { readonly known?: ObjectId }): Promise<FetchedTip> {
    const { repository } = this.#options
    const commit = await repository.fetchHead()
    if (known === undefined) return { commit }
    return { commit, relation: await repository.relate(commit.id, known) }
  }

  async admit(commit: ObjectId): Promise<Verdict> {
    const { repository, platform } = this.#options
    const admission = { repository, commit, memory: this.#memory, platform }
    const { issues, compilations } = await admitCommit(admission)
    if (!compilations) return { issues }
    const packed = this.#packer.pack(compilations)
    this.#readBack.verify(packed)
    return { issues, compilations: packed }
  }

  close(): Promise<void> {
    return this.#options.repository.close()
  }
}
