import { fingerprint } from '../files/working-tree.ts'
import type { Host } from '../host.ts'

const LOOK_EVERY_MS = 500

/**
 * Calls `build` now and each time the files below `root` are others than at the last look, until the host is
 * interrupted. Looks rather than listens: that works on every file system, mounted and remote ones included.
 */
export async function watchTree(host: Host, root: string, build: () => Promise<void>): Promise<void> {
  const ended = new AbortController()
  const interrupted = host.interrupted().then(() => ended.abort())
  let built: string | undefined
  while (!ended.signal.aborted) {
    const current = await fingerprint(root)
    if (current !== built) {
      built = current
      await build()
    }
    await Promise.race([interrupted, pause(host)])
  }
}

const pause = ({ clock }: Host): Promise<void> =>
  new Promise((resolve) => void clock.schedule(LOOK_EVERY_MS, resolve))
