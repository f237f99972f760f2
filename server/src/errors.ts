export type RepositoryErrorCode =
  | 'repository-not-found'
  | 'repository-unreachable'
  | 'repository-unauthorized'
  | 'repository-empty'
  | 'branch-not-found'
  | 'path-not-found'
  | 'too-large'
  | 'repository-corrupt'

/** Git could not be read. `hint` says what an operator can do about it; no credential is ever in the text. */
export class RepositoryError extends Error {
  override readonly name = 'RepositoryError'
  readonly code: RepositoryErrorCode
  readonly hint: string

  constructor(code: RepositoryErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

export type ControlErrorCode =
  /** The commit takes more time or memory to be admitted than it may. */
  | 'admission-timed-out'
  | 'admission-out-of-memory'
  /** The same while Git is read, which says nothing of a commit. */
  | 'control-timed-out'
  | 'control-out-of-memory'
  | 'control-crashed'
  | 'control-garbage'
  | 'control-closed'

/** The process that reads what authors wrote was ended or ended itself; the next call has a new one. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: ControlErrorCode
  readonly hint: string
  /** The one that was under admission. */
  readonly commit: string | undefined

  constructor(
    code: ControlErrorCode,
    message: string,
    hint: string,
    { commit, ...options }: ErrorOptions & { readonly commit?: string } = {},
  ) {
    super(message, options)
    this.code = code
    this.hint = hint
    this.commit = commit
  }
}

/** The database could not be reached or answered with an error. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code = 'store-unavailable'
  readonly hint: string

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.hint = hint
  }
}

export type PreparationErrorCode = 'preparation-timed-out' | 'preparation-crashed' | 'preparation-closed'

/** A revision was not prepared or read because the thread that does it hung or ended. `hint` says what to do. */
export class PreparationError extends Error {
  override readonly name = 'PreparationError'
  readonly code: PreparationErrorCode
  readonly hint: string

  constructor(code: PreparationErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

/** The configuration of the process is wrong; every problem is listed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'invalid-configuration'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}`)
    this.problems = problems
  }
}

/** An answer other than success, mapped once to application/problem+json. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.status = status
    this.code = code
  }
}

export type StartErrorCode =
  'address-in-use' | 'address-unusable' | 'data-directory-unusable' | 'data-directory-in-use'

/** The server cannot start where it was told to. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly code: StartErrorCode
  readonly hint: string

  constructor(code: StartErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}
