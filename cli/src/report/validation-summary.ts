import type { AdmittedTree } from '../admitted-tree.ts'
import { plural } from './plural.ts'
import type { Style } from './style.ts'

export interface ValidationSummary {
  readonly valid: boolean
  readonly errors: number
  readonly warnings: number
  /** What is in a repository that is valid; null when it is not, as what is broken cannot be counted. */
  readonly checked: {
    readonly flags: number
    readonly segments: number
    readonly configs: number
    readonly environments: number
    /** Cases of flag tests. */
    readonly tests: number
  } | null
}

export function summarize({ manifests, issues }: AdmittedTree): ValidationSummary {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  return {
    valid: manifests !== undefined,
    errors,
    warnings: issues.length - errors,
    checked:
      manifests === undefined
        ? null
        : {
            flags: manifests.flags.size,
            segments: manifests.segments.size,
            configs: manifests.configs.size,
            environments: manifests.environments.size,
            tests: manifests.flagTests.reduce((sum, { manifest }) => sum + manifest.cases.length, 0),
          },
  }
}

/** One line: what was found, or what was checked when nothing was. */
export function writeSummary(summary: ValidationSummary, durationMs: number, style: Style): string {
  const { checked, errors, warnings } = summary
  const found = [errors > 0 && plural(errors, 'error'), warnings > 0 && plural(warnings, 'warning')].filter(
    Boolean,
  )
  const took = style.dim(`(${durationMs} ms)`)
  if (checked === null) return `${style.red('✗')} ${found.join(' and ')}; this would not be served ${took}\n`
  const what = [
    plural(checked.flags, 'flag'),
    plural(checked.segments, 'segment'),
    plural(checked.configs, 'config'),
    plural(checked.environments, 'environment'),
    plural(checked.tests, 'test'),
  ].join(', ')
  const but = found.length === 0 ? '' : `, with ${found.join(' and ')}`
  return `${style.green('✓')} ${what}: valid${but} ${took}\n`
}
