import { fingerprint } from '../files/working-tree.ts'
import type { Host } from '../host.ts'

const LOOK_EVERY_MS = 200

/**
 * Calls `build` now and each time the files below `root` have changed and two looks agree, until the host is
 * interrupted. `isSettled` tells a build whether the files are still those it began with: a file that an editor is
 * just writing can be empty for a moment, and an empty file is valid. Looks rather than listens: that works on every
 * file system, mounted and remote ones included.
 */
export async function watchTree(
  host: Host,
  root: string,
  build: (isSettled: () => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const ended = new AbortController()
  const interrupted = host.interrupted().then(() => ended.abort())
  let seen = await fingerprint(root)
  let built: string | undefined
  while (!ended.signal.aborted) {
    const current = await fingerprint(root)
    if (current === seen && current !== built) {
      await build(async () => (await fingerprint(root)) === current)
      built = current
    }
    seen = current
    await Promise.race([interrupted, pause(host)])
  }
}

const pause = ({ clock }: Host): Promise<void> =>
  new Promise((resolve) => void clock.schedule(LOOK_EVERY_MS, resolve))
