import type { AdmissionPlatform } from '@evenkeel/core/admission'
import type { ObjectId, Repository } from '../git/repository.ts'
import { storeCompilation } from '../preparation/base/store-compilation.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'
import type { AdmittedCommit } from './admit-commit.ts'
import { CommitMemory, admitCommit } from './admit-commit.ts'
import { CompilationVerifier } from './compilation-verifier.ts'
import { CompanionPacker } from './companion-packer.ts'
import type { Control, FetchedTip, Verdict } from './control.ts'

export interface InProcessControlOptions {
  /** Closed with the control. */
  readonly repository: Repository
  readonly platform: AdmissionPlatform
}

/** Reads what authors wrote in the process it is in: the control process, or a test. */
export class InProcessControl implements Control {
  readonly #options: InProcessControlOptions
  readonly #memory = new CommitMemory()
  readonly #companions: CompanionPacker
  readonly #verifier = new CompilationVerifier()

  constructor(options: InProcessControlOptions) {
    this.#options = options
    this.#companions = new CompanionPacker(options.platform.deflateBlock)
  }

  async fetch({ known }: { readonly known?: ObjectId }): Promise<FetchedTip> {
    const { repository } = this.#options
    const commit = await repository.fetchHead()
    if (known === undefined) return { commit }
    return { commit, relation: await repository.relate(commit.id, known) }
  }

  async admit(commit: ObjectId): Promise<Verdict> {
    const { repository, platform } = this.#options
    const admitted = await admitCommit({ repository, commit, memory: this.#memory, platform })
    if (!admitted.compilations) return { issues: admitted.issues }
    const compilations = this.#store(admitted.compilations)
    this.#verifier.verify(compilations)
    return { issues: admitted.issues, compilations }
  }

  close(): Promise<void> {
    return this.#options.repository.close()
  }

  /** In the form in which they are kept. */
  #store(admitted: NonNullable<AdmittedCommit['compilations']>): readonly StoredCompilation[] {
    const companions = this.#companions.pack(admitted)
    return admitted.map((compilation) =>
      storeCompilation(compilation, compilation.packed, companions.get(compilation.environment)),
    )
  }
}
