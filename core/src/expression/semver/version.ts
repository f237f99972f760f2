const MAX_LENGTH = 256
const SUFFIX = /^(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/
const DOT = 46
const NUMERIC = /^[0-9]+$/
const NO_PRERELEASE: readonly string[] = []

/** A version of Semantic Versioning 2.0.0. Build metadata has no meaning for order and is dropped. */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
  readonly prerelease: readonly string[]
}

/**
 * Reads one version after another into itself, so that a comparison allocates nothing unless there is a pre-release.
 * Strict, but for the `v` that tags begin with.
 */
export class VersionReader implements Version {
  major = 0
  minor = 0
  patch = 0
  prerelease = NO_PRERELEASE
  #at = 0

  /** False when `text` is no version; then the fields mean nothing. */
  read(text: string): boolean {
    if (text.length > MAX_LENGTH) return false
    this.#at = text.startsWith('v') ? 1 : 0
    this.major = this.#readNumber(text)
    this.minor = this.#readNumberAfterDot(text)
    this.patch = this.#readNumberAfterDot(text)
    if (this.major < 0 || this.minor < 0 || this.patch < 0) return false
    this.prerelease = NO_PRERELEASE
    return this.#at === text.length || this.#readSuffix(text.slice(this.#at))
  }

  #readNumberAfterDot(text: string): number {
    return text.charCodeAt(this.#at++) === DOT ? this.#readNumber(text) : -1
  }

  #readNumber(text: string): number {
    const start = this.#at
    let end = start
    let value = 0
    for (; end < text.length; end++) {
      const digit = text.charCodeAt(end) - 48
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    this.#at = end
    const leadingZero = end > start + 1 && text[start] === '0'
    return end > start && !leadingZero && Number.isSafeInteger(value) ? value : -1
  }

  #readSuffix(suffix: string): boolean {
    const match = SUFFIX.exec(suffix)
    if (match?.[1] !== undefined) this.prerelease = match[1].split('.')
    return match !== null && this.prerelease.every((identifier) => !/^0[0-9]+$/.test(identifier))
  }
}

export function parseVersion(text: string): Version | undefined {
  const reader = new VersionReader()
  return reader.read(text) ? reader : undefined
}

/** Negative, zero or positive, by the precedence of Semantic Versioning. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrereleases(a.prerelease, b.prerelease)
  )
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIdentifiers(a[i] as string, b[i] as string)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareIdentifiers(a: string, b: string): number {
  const aNumeric = NUMERIC.test(a)
  const bNumeric = NUMERIC.test(b)
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1
  if (aNumeric && a.length !== b.length) return a.length - b.length
  return a === b ? 0 : a < b ? -1 : 1
}
