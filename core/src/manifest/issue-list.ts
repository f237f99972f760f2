import { MAX_COMMIT_ISSUES, type Issue } from './issue.ts'

/** Issues as they are found: no more of a severity than are ever listed, so that very many take no room. */
export class IssueList {
  readonly #issues: Issue[] = []
  readonly #counts = { error: 0, warning: 0 }

  get issues(): readonly Issue[] {
    return this.#issues
  }

  get hasErrors(): boolean {
    return this.#counts.error > 0
  }

  /** Makes the issue only where there is room for it. */
  add(severity: Issue['severity'], make: () => Issue): void {
    if (this.#counts[severity] >= MAX_COMMIT_ISSUES) return
    this.#counts[severity]++
    this.#issues.push(make())
  }
}
