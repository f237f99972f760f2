import { authorize } from '../access/authorize.ts'
import type { Principal } from '../access/token-authenticator.ts'
import { HttpProblem } from '../errors.ts'
import type { ServedSnapshot } from './served-snapshot.ts'
import type { ServedSnapshots } from './snapshot-service.ts'

/**
 * What is served for an environment. Throws HttpProblem 503 while nothing is served at all, or given out, and 404 for an
 * environment that is not among those served; only the ones the principal may read are named.
 */
export function requireServed(
  served: ServedSnapshots,
  environment: string,
  principal: Principal,
): ServedSnapshot {
  const found = served.find(environment)
  if (found) return found
  if (served.withheld !== undefined) {
    throw new HttpProblem(503, 'signing-key-unregistered', served.withheld)
  }
  const known = served.list().map(({ stored }) => stored.environment)
  if (known.length === 0) {
    throw new HttpProblem(
      503,
      'nothing-served-yet',
      'No commit has been published yet, so there is nothing to serve; GET /v1/sync says why. Services keep what they have.',
    )
  }
  const visible = known.filter((name) => mayRead(principal, name))
  throw new HttpProblem(
    404,
    'environment-not-found',
    visible.length > 0
      ? `There is no environment "${environment}"; there ${visible.length === 1 ? 'is' : 'are'} ${visible.join(', ')}.`
      : `The environment "${environment}" is not served: no commit published so far has an Environment document of that name.`,
  )
}

export const mayRead = (principal: Principal, environment: string): boolean =>
  authorize(principal, 'environment.read', { environment }).allowed

/** The frame of an environment that is served. */
export function requireFrame(served: ServedSnapshots, environment: string): Uint8Array {
  const frame = served.findFrame(environment)
  if (!frame) throw new Error(`${environment} is served without a frame`)
  return frame
}
