import type { SdkErrorCode } from '../errors.ts'
import { SdkError } from '../errors.ts'
import type { Endpoint } from './endpoint.ts'

/** What an answer other than the expected one means. `url` is what was asked. */
export function failureOfStatus(
  status: number,
  retryAfterMs: number | undefined,
  { environment }: Endpoint,
  url: string,
): SdkError {
  const [code, message] = explain(status, environment, url)
  return new SdkError(code, message, { retryAfterMs })
}

function explain(status: number, environment: string, url: string): readonly [SdkErrorCode, string] {
  if (status === 401 || status === 403) {
    return [
      'unauthorized',
      `the server refused the token for environment "${environment}" (HTTP ${status}): it is unknown, revoked, for another environment or not of kind sdk-server`,
    ]
  }
  if (status === 404) {
    return [
      'unknown-environment',
      `the server does not serve environment "${environment}" (HTTP 404 at ${url}): check its name, and \`url\``,
    ]
  }
  const redirected = status >= 300 && status < 400 ? ': write the address it redirects to as `url`' : ''
  return ['unavailable', `the server answered HTTP ${status} at ${url}${redirected}`]
}
