const EVERY_MS = 5
const AT_MOST_MS = 300_000

/** Asks again and again until `holds`. Throws, saying what for, after five minutes: it hangs. */
export async function waitUntil(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + AT_MOST_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${AT_MOST_MS / 1000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}
