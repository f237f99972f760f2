import { CommanderError } from 'commander'
import type { ExitCode, FileSystemError } from '../errors.ts'
import { OperationError, RefusedTreeError, UsageError, isFileSystemError } from '../errors.ts'
import { writeIssues } from './issues.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

export interface Failure {
  readonly text: string
  readonly code: ExitCode
}

/** What is said of an error, and what the shell is left with. Anything not expected is a bug, with its trace. */
export function describeFailure(error: unknown, style: Style): Failure {
  // Commander has said it already; asking for help is no error.
  if (error instanceof CommanderError) return { text: '', code: error.exitCode === 0 ? 0 : 2 }
  const problem = (message: string) => `${style.red('error:')} ${printable(message)}\n`
  if (error instanceof UsageError) {
    const hint = error.hint === undefined ? '' : `${style.cyan('hint:')} ${printable(error.hint)}\n`
    return { text: problem(error.message) + hint, code: 2 }
  }
  if (error instanceof RefusedTreeError) {
    return { text: `${writeIssues(error.report, style)}\n${problem(error.message)}`, code: 1 }
  }
  if (error instanceof OperationError) return { text: problem(error.message), code: 70 }
  if (isFileSystemError(error)) return { text: problem(explainFileSystemError(error)), code: 70 }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { text: `${problem('this is a bug in evenkeel, please report it')}${trace}\n`, code: 70 }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
}

/** A file that cannot be moved to where it was to be is that place's fault. */
function explainFileSystemError({
  path,
  dest = path,
  code = 'an unknown code',
  syscall,
}: FileSystemError): string {
  return `${dest}: ${REASONS[code] ?? `${syscall} failed with ${code}`}`
}
