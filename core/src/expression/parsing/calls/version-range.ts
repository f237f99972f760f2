import semver from 'semver'

const ANY_VERSION = '>=0.0.0'
/** `1.2.x-beta`, whose pre-release npm passes over. */
const PRERELEASE_OF_ANY = /(?:^|[\s|<>=^~v])(?:\d+\.)*[xX*][^\s|-]*-/

/**
 * Writes a range in the canonical form that an Expression describes. What is read is the range syntax of npm's `semver`
 * in its strict form: comparators (`>=1.2.3 <2`), `^`, `~`, x-ranges (`1.x`, `1`, `*`), hyphen ranges (`1.2 - 2.3`) and
 * alternatives (`||`). Undefined when `source` is none, and for what npm reads but an author hardly means: an alternative
 * that is empty, and a pre-release of any number.
 */
export function canonicalRange(source: string): string | undefined {
  const hasEmpty = source.split('||').some((alternative) => alternative.trim() === '')
  if (hasEmpty || PRERELEASE_OF_ANY.test(source)) return undefined
  const alternatives = parse(source)?.map((comparators) => comparators.map(write).join(' '))
  return alternatives?.includes('') ? ANY_VERSION : alternatives?.join(' || ')
}

function parse(source: string): semver.Range['set'] | undefined {
  try {
    return new semver.Range(source).set
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** To npm, a version alone has no operator, and any version no comparator at all. */
function write({ operator, value }: semver.Comparator): string {
  return operator === '' && value !== '' ? `=${value}` : value
}
