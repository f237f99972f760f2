import type { Revision } from '../revision.ts'
import { parseSnapshot } from '../snapshot/lines/parse-snapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { CompileEnvironmentInput } from './compile/compile-environment.ts'
import { compileEnvironment } from './compile/compile-environment.ts'
import { stateHashOf } from './operations/state-hash.ts'
import { writeRevisionHeader } from './write-revision-header.ts'

export interface CompileInput extends CompileEnvironmentInput, Revision {}

/**
 * The snapshot of a commit without operations. It is read back from its own text, so that it is what a service
 * will hold.
 */
export function compileSnapshot(input: CompileInput): Snapshot {
  const { epoch, sequence, commit, sha256 } = input
  const compilation = compileEnvironment(input)
  const header = writeRevisionHeader({
    ...compilation,
    revision: { epoch, sequence, commit, stateHash: stateHashOf([], sha256) },
    overriddenConfigs: [],
  })
  return parseSnapshot(header + compilation.content)
}
