import { formatMebibytes } from '@evenkeel/core/limits'
import { ControlError } from '../errors.ts'
import type { ObjectId } from '../git/repository.ts'

/** Every way in which the control process can fail, in the words an operator sees. */

const STAYS = 'What was served stays.'
const LOOK_FOR =
  'Look in the commit for a slow `pattern` in a schema (a repetition within a repetition) and for very large files; `evenkeel validate` stops at the same limit.'
const BY_ITSELF = `${STAYS} It is tried again by itself in a new process.`

export function admissionTimedOut(commit: ObjectId, limitMs: number): ControlError {
  return new ControlError(
    'admission-timed-out',
    `The commit ${short(commit)} was not admitted within ${limitMs / 1000} s, and the process that read it was ended`,
    `${STAYS} ${LOOK_FOR} EVENKEEL_ADMISSION_SECONDS allows more time.`,
    { commit },
  )
}

export function admissionOutOfMemory(commit: ObjectId, limitBytes: number, cause?: unknown): ControlError {
  return new ControlError(
    'admission-out-of-memory',
    `Admitting the commit ${short(commit)} needs more than ${formatMebibytes(limitBytes)} of memory, and the process that read it was ended`,
    `${STAYS} ${LOOK_FOR} EVENKEEL_ADMISSION_MEMORY_MIB allows more, up to half of what the container has.`,
    { commit, cause },
  )
}

export function fetchTimedOut(limitMs: number): ControlError {
  return new ControlError(
    'control-timed-out',
    `The control process did not answer within ${limitMs / 1000} s while it read Git, and was ended`,
    `${BY_ITSELF} If it stays so, check the Git host, and the disk of EVENKEEL_DATA_DIR.`,
  )
}

export function fetchOutOfMemory(limitBytes: number, cause?: unknown): ControlError {
  return new ControlError(
    'control-out-of-memory',
    `Fetching from Git needs more than ${formatMebibytes(limitBytes)} of memory, and the control process was ended`,
    `${BY_ITSELF} Keep configuration in a repository of its own; EVENKEEL_ADMISSION_MEMORY_MIB allows more, up to half of what the container has.`,
    { cause },
  )
}

/** How a process ended; `lastWords` are the last lines that it wrote to its standard error. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly lastWords: string
  /** V8 ended it, for want of memory. */
  readonly isHeapExhausted: boolean
}

export function crashed({ exitCode, signal, lastWords }: ProcessEnd, commit?: ObjectId): ControlError {
  const how = signal === null ? `with exit code ${exitCode ?? 'unknown'}` : `by ${signal}`
  const when = commit === undefined ? '' : ` while it admitted the commit ${short(commit)}`
  const said = lastWords === '' ? 'it said nothing' : `its last words were: ${lastWords}`
  const byKernel =
    signal === 'SIGKILL' ? ' A kernel that has no memory left ends it so: look for "oom" in its log.' : ''
  return new ControlError(
    'control-crashed',
    `The control process ended ${how}${when}; ${said}`,
    BY_ITSELF + byKernel,
    {
      ...(commit !== undefined && { commit }),
    },
  )
}

export function notStarted(cause: unknown): ControlError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new ControlError(
    'control-crashed',
    `The control process could not be started: ${detail}`,
    `${BY_ITSELF} Check how many processes and how much memory this one may have.`,
    { cause },
  )
}

export function garbled(what: string, cause?: unknown): ControlError {
  return new ControlError(
    'control-garbage',
    `The control process sent what cannot be read, and was ended: ${what}`,
    `${BY_ITSELF} If it stays so, the installation is damaged or of two versions: install it again.`,
    { cause },
  )
}

export function closed(): ControlError {
  return new ControlError(
    'control-closed',
    'The control process was ended: the server is shutting down',
    'It is tried again at the next start.',
  )
}

function short(commit: ObjectId): string {
  return commit.slice(0, 12)
}
