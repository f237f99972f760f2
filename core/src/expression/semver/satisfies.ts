import type { Alternative, Comparator, Range } from './range.ts'
import { compareVersions, type Version } from './version.ts'

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
  for (const comparator of alternative) {
    if (!holds(comparator, version)) return false
  }
  return true
}

function holds({ operator, version: bound }: Comparator, version: Version): boolean {
  const order = compareVersions(version, bound)
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '=':
      return order === 0
  }
}

function mayBePrerelease(alternative: Alternative, version: Version): boolean {
  if (version.prerelease.length === 0) return true
  return alternative.some(
    ({ version: { major, minor, patch, prerelease } }) =>
      prerelease.length > 0 && major === version.major && minor === version.minor && patch === version.patch,
  )
}
