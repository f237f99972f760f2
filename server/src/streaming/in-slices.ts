import { setImmediate } from 'node:timers/promises'

const SLICE = 64

/** Does something with many sockets, letting everything else have its turn after every 64. */
export async function inSlices<T>(items: Iterable<T>, run: (item: T) => void): Promise<void> {
  let done = 0
  for (const item of [...items]) {
    run(item)
    if (++done % SLICE === 0) await setImmediate()
  }
}
