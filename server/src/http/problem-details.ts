import { STATUS_CODES } from 'node:http'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** RFC 9457. */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** Stable and kebab-case; what a program looks at. */
  readonly code: string
  /** The request's id, as in the log and in `x-request-id`. */
  readonly instance: string
}

export function problemDetails(
  status: number,
  code: string,
  detail: string,
  instance: string,
): ProblemDetails {
  return {
    type: `urn:evenkeel:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    instance,
  }
}
