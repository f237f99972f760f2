import { ownValue } from '../../own-value.ts'
import { holds, ORDERINGS, type Ordering } from '../orderings.ts'
import { compareNumbers, compareVersions, parseVersion, type Version } from './version.ts'

/** A version is in a range when every comparator of one of its alternatives holds. */
export type Range = readonly Alternative[]
type Alternative = readonly Comparator[]

interface Comparator {
  readonly ordering: Ordering
  readonly version: Version
}

/** Reads a range in the canonical form that `$semver` has in an Expression. Throws a TypeError on anything else. */
export function parseRange(range: string): Range {
  return range.split(' || ').map((alternative) =>
    alternative.split(' ').map((comparator) => {
      const [, operator = '', text = ''] = /^([<>]=?|=)(.*)/.exec(comparator) ?? []
      const ordering = ownValue(ORDERINGS, operator)
      const version = parseVersion(text)
      if (ordering && version) return { ordering, version }
      throw new TypeError(`"${range}" is not a canonical version range`)
    }),
  )
}

/**
 * Whether a version is in a range. As in npm, a pre-release is only in an alternative that names a pre-release of
 * the same major, minor and patch.
 */
export function satisfies(version: Version, range: Range): boolean {
  for (const alternative of range) {
    if (holdsAll(alternative, version) && mayBePrerelease(alternative, version)) return true
  }
  return false
}

function holdsAll(alternative: Alternative, version: Version): boolean {
  for (const { ordering, version: bound } of alternative) {
    if (!holds(ordering, compareVersions(version, bound))) return false
  }
  return true
}

function mayBePrerelease(alternative: Alternative, version: Version): boolean {
  return (
    version.prerelease === '' ||
    alternative.some(({ version: bound }) => bound.prerelease !== '' && compareNumbers(bound, version) === 0)
  )
}
