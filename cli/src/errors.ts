import type { IssueReport } from './report/issues.ts'

/** 0 ok; 1 issues found, or not true; 2 the command line is at fault; 70 it could not be done. */
export type ExitCode = 0 | 1 | 2 | 70

/** The command line asks for what cannot be: the person who typed it can put it right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'usage'
  /** What to type instead. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** The command line is right, and the disk, the Git repository or the server did not do its part. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly code: 'file' | 'git' | 'server'

  constructor(code: 'file' | 'git' | 'server', message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A command needs a tree that could be served, and this one has errors. */
export class RefusedTreeError extends Error {
  override readonly name = 'RefusedTreeError'
  readonly code = 'refused-tree'
  readonly report: IssueReport

  constructor(message: string, report: IssueReport) {
    super(message)
    this.report = report
  }
}

/** What Node's file system throws. */
export type FileSystemError = NodeJS.ErrnoException & {
  readonly syscall: string
  readonly path: string
  /** Of what takes two paths. */
  readonly dest?: string
}

export function isFileSystemError(error: unknown): error is FileSystemError {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
