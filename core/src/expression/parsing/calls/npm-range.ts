import { parseVersion, type Version } from '../../semver/version.ts'

interface Comparator {
  readonly operator: '<' | '<=' | '>' | '>=' | '='
  readonly version: Version
}

/** What is in it satisfies every comparator. */
type Alternative = readonly Comparator[]

/** Also `1`, `1.2`, `1.x` and the like: as many numbers as are said, the others being any. */
type Partial = Version

const ANY: Alternative = []
const ANY_VERSION = '>=0.0.0'
const LOWEST = '0'
const OPERATOR_AND_SPACE = /(<=|>=|[<>=^~])\s+/g
const COMPARATOR = /^(<=|>=|[<>=^~])?(.+)$/
const NUMBER = '(x|X|\\*|0|[1-9]\\d{0,14})'
const PARTIAL = new RegExp(`^v?${NUMBER}(?:\\.${NUMBER}(?:\\.${NUMBER}(-[0-9A-Za-z.-]+)?)?)?$`)

/**
 * Writes a range in the canonical form that an Expression describes. What is read is the range syntax of npm's `semver`
 * in its strict form: comparators (`>=1.2.3 <2`), `^`, `~`, x-ranges (`1.x`, `1`, `*`), hyphen ranges (`1.2 - 2.3`) and
 * alternatives (`||`). Undefined when `source` is none.
 */
export function canonicalRange(source: string): string | undefined {
  const alternatives: string[] = []
  for (const part of source.split('||')) {
    const alternative = parseAlternative(part.trim())
    if (alternative === undefined) return undefined
    alternatives.push(alternative.map(writeComparator).join(' '))
  }
  return alternatives.includes('') ? ANY_VERSION : alternatives.join(' || ')
}

function writeComparator({ operator, version: { numbers, prerelease } }: Comparator): string {
  return `${operator}${numbers.join('.')}${prerelease === '' ? '' : `-${prerelease}`}`
}

function parseAlternative(source: string): Alternative | undefined {
  if (source === '') return undefined
  const [from, to, ...more] = source.split(/\s+-\s+/)
  if (to !== undefined) return more.length === 0 ? parseHyphen(from as string, to) : undefined
  const comparators: Comparator[] = []
  for (const word of source.replaceAll(OPERATOR_AND_SPACE, '$1').split(/\s+/)) {
    const [, operator = '=', version = ''] = COMPARATOR.exec(word) ?? []
    const partial = parsePartial(version)
    if (partial === undefined) return undefined
    comparators.push(...expand(operator, partial))
  }
  return comparators.filter(saysSomething)
}

/** To npm, `>=0.0.0` is any version, even beside a comparator with a pre-release. */
function saysSomething({ operator, version: { numbers, prerelease } }: Comparator): boolean {
  return operator !== '>=' || numbers.some((number) => number > 0) || prerelease !== ''
}

function parseHyphen(from: string, to: string): Alternative | undefined {
  const lowest = parsePartial(from)
  const highest = parsePartial(to)
  if (lowest === undefined || highest === undefined) return undefined
  return [...expand('>=', lowest), ...expand('<=', highest)].filter(saysSomething)
}

function parsePartial(source: string): Partial | undefined {
  const match = PARTIAL.exec(source)
  if (match === null) return undefined
  const [, major, minor, patch, suffix] = match
  const parts = [major, minor, patch]
  const said = parts.findIndex((part) => part === undefined || !/^\d/.test(part))
  if (said < 0) return parseVersion(source)
  return suffix === undefined ? { numbers: parts.slice(0, said).map(Number), prerelease: '' } : undefined
}

function expand(operator: string, partial: Partial): Alternative {
  const [major, minor, patch] = partial.numbers
  if (major === undefined) return operator === '<' || operator === '>' ? [below(0, 0, 0)] : ANY
  const lowest: Version = { numbers: [major, minor ?? 0, patch ?? 0], prerelease: partial.prerelease }
  const next = firstAfter(partial, major)
  const from: Comparator = { operator: '>=', version: lowest }
  switch (operator) {
    case '^':
      return [from, firstIncompatible(partial, major)]
    case '~':
      return [from, minor === undefined ? below(major + 1, 0, 0) : below(major, minor + 1, 0)]
    case '=':
      return next === undefined ? [{ operator: '=', version: lowest }] : [from, next]
    case '>':
      return [
        next === undefined
          ? { operator: '>', version: lowest }
          : { operator: '>=', version: { ...next.version, prerelease: '' } },
      ]
    case '<=':
      return [next ?? { operator: '<=', version: lowest }]
    case '<':
      return [next === undefined ? { operator: '<', version: lowest } : below(major, minor ?? 0, 0)]
    default:
      return [from]
  }
}

/** What bounds an x-range from above; undefined for a version said in full. */
function firstAfter({ numbers: [, minor, patch] }: Partial, major: number): Comparator | undefined {
  if (minor === undefined) return below(major + 1, 0, 0)
  return patch === undefined ? below(major, minor + 1, 0) : undefined
}

function firstIncompatible({ numbers: [, minor, patch] }: Partial, major: number): Comparator {
  if (major > 0 || minor === undefined) return below(major + 1, 0, 0)
  return minor > 0 || patch === undefined ? below(0, minor + 1, 0) : below(0, 0, patch + 1)
}

/** Below the version and all of its pre-releases. */
function below(...numbers: readonly [major: number, minor: number, patch: number]): Comparator {
  return { operator: '<', version: { numbers, prerelease: LOWEST } }
}
