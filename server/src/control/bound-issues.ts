import type { Issue } from '@evenkeel/core/manifest'

/** More than a person reads, and little enough to be parsed, kept and shown without anybody waiting. */
const MAX_ISSUES = 1000
const MAX_ISSUES_LENGTH = 512 * 1024

export interface BoundedIssues {
  readonly issues: readonly Issue[]
  /** How many more there are; absent where these are all. */
  readonly moreIssues?: number
}

/** The first of them, errors before warnings, in the order that they had. */
export function boundIssues(all: readonly Issue[]): BoundedIssues {
  const kept = new Set<Issue>()
  let length = 0
  for (const severity of ['error', 'warning']) {
    for (const issue of all) {
      if (issue.severity !== severity) continue
      length += JSON.stringify(issue).length
      if (kept.size === MAX_ISSUES || (length > MAX_ISSUES_LENGTH && kept.size > 0)) break
      kept.add(issue)
    }
  }
  if (kept.size === all.length) return { issues: all }
  return { issues: all.filter((issue) => kept.has(issue)), moreIssues: all.length - kept.size }
}
