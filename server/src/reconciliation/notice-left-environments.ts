import { ROOT_DOCUMENT } from '@evenkeel/core/admission'
import type { Issue } from '@evenkeel/core/manifest'
import type { Held } from '../publication/publisher.ts'

/** A warning for every environment that is served and that the commit does not have (any more). */
export function noticeLeftEnvironments(
  environments: readonly string[],
  served: readonly Held[],
): readonly Issue[] {
  return served
    .filter(({ stored }) => !environments.includes(stored.environment))
    .map(({ stored: { environment, commit } }) => ({
      code: 'environment-left-behind',
      severity: 'warning',
      message: `The environment ${environment} is no longer in the repository; what commit ${commit.slice(0, 12)} gave it is still served`,
      file: ROOT_DOCUMENT,
      line: 1,
      column: 1,
      path: '',
      hint: `Services may still be connected to it. Add the Environment document again to change what they get.`,
    }))
}
