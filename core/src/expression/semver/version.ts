const MAX_LENGTH = 256
const SUFFIX = /^(-[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/
const LEADING_ZERO = /(^|\.)0\d+(\.|$)/
const DOT = 46
const ZERO = 48
const NUMERIC = /^\d+$/

/** A version of Semantic Versioning 2.0.0. Build metadata has no meaning for order and is dropped. */
export interface Version {
  /** Major, minor and patch. */
  readonly numbers: readonly number[]
  /** Identifiers joined with dots; empty when it is a release. */
  readonly prerelease: string
}

/**
 * Reads one version after another into itself, so that a comparison allocates nothing unless there is a pre-release.
 * Strict, but for the `v` that tags begin with.
 */
export class VersionReader implements Version {
  readonly numbers = [0, 0, 0]
  prerelease = ''

  /** False when `text` is no version; then the fields mean nothing. */
  read(text: string): boolean {
    if (text.length > MAX_LENGTH) return false
    let at = text.startsWith('v') ? 1 : 0
    for (let part = 0; part < 3; part++) {
      if (part > 0 && text.charCodeAt(at++) !== DOT) return false
      const start = at
      let value = 0
      for (; at < text.length; at++) {
        const digit = text.charCodeAt(at) - ZERO
        if (digit < 0 || digit > 9) break
        value = value * 10 + digit
      }
      const hasLeadingZero = at > start + 1 && text.charCodeAt(start) === ZERO
      if (at === start || hasLeadingZero || !Number.isSafeInteger(value)) return false
      this.numbers[part] = value
    }
    this.prerelease = ''
    if (at === text.length) return true
    const build = text.indexOf('+', at)
    this.prerelease = text.slice(at + 1, build < 0 ? text.length : build)
    return SUFFIX.test(text.slice(at)) && !LEADING_ZERO.test(this.prerelease)
  }
}

export function parseVersion(text: string): Version | undefined {
  const reader = new VersionReader()
  return reader.read(text) ? reader : undefined
}

/** Negative, zero or positive, by the precedence of Semantic Versioning. */
export function compareVersions(a: Version, b: Version): number {
  return compareNumbers(a, b) || comparePrereleases(a.prerelease, b.prerelease)
}

/** As compareVersions, but without regard to pre-releases. */
export function compareNumbers({ numbers: a }: Version, { numbers: b }: Version): number {
  for (let part = 0; part < 3; part++) {
    const order = (a[part] as number) - (b[part] as number)
    if (order !== 0) return order
  }
  return 0
}

function comparePrereleases(a: string, b: string): number {
  if (a === '' || b === '') return b.length - a.length
  const left = a.split('.')
  const right = b.split('.')
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareIdentifiers(left[i] as string, right[i] as string)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareIdentifiers(a: string, b: string): number {
  const aNumeric = NUMERIC.test(a)
  const bNumeric = NUMERIC.test(b)
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1
  if (aNumeric && a.length !== b.length) return a.length - b.length
  return a === b ? 0 : a < b ? -1 : 1
}
