export interface ErrorDescription {
  readonly name: string
  readonly message: string
  readonly code?: string
  /** What an operator can do about it. */
  readonly hint?: string
  readonly problems?: readonly string[]
  /** For errors without a hint: those are bugs. */
  readonly stack?: string
  readonly cause?: ErrorDescription
}

const MAX_DEPTH = 4

/** Only what is known to be safe to write: an error's other properties may hold anything. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: 'unknown', message: String(error) }
  const { code, hint, problems } = error as Partial<Record<'code' | 'hint' | 'problems', unknown>>
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(Array.isArray(problems) && { problems: problems.map(String) }),
    ...(typeof hint === 'string' ? { hint } : error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && depth < MAX_DEPTH && { cause: describeError(error.cause, depth + 1) }),
  }
}
