import type { Flag } from '../manifest/kinds/flag/flag.ts'
import type { Issue } from '../manifest/issue.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import { issueIn } from '../manifest/issue-in.ts'

/**
 * Warns of flags whose `lifecycle.expires` was before the day, in UTC, of `nowMs`. No part of admission: the clock never
 * decides whether a commit is served.
 */
export function findExpiredFlags(
  flags: ReadonlyMap<string, ManifestDocument<Flag>>,
  nowMs: number,
): readonly Issue[] {
  const today = new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length)
  return [...flags.values()].flatMap((document) => {
    const { metadata, lifecycle, owner } = document.manifest
    if (lifecycle?.expires === undefined || lifecycle.expires >= today) return []
    return [
      issueIn(document, {
        code: 'flag-expired',
        severity: 'warning',
        message: `\`${metadata.name}\` was meant to be gone after ${lifecycle.expires}`,
        hint: `take it out of the code and delete it here, or set a later day${owner === undefined ? '' : `; it is ${owner}'s`}`,
        path: ['spec', 'lifecycle', 'expires'],
      }),
    ]
  })
}
