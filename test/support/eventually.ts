/** Far beyond what anything takes: it ends what hangs. */
const AT_MOST_MS = 300_000
const LOOK_AGAIN_MS = 10

/** Waits until `holds` gives something other than undefined or false, and gives it back. */
export async function eventually<T>(
  what: string,
  holds: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + AT_MOST_MS
  for (;;) {
    const value = await holds()
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>
    if (performance.now() > deadline) throw new Error(`not within ${AT_MOST_MS} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
