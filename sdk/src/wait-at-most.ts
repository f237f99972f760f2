import type { Clock } from '@evenkeel/core/clock'

/** What Node's timers can hold. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/**
 * Resolves with true when `work` does, which never rejects, and with false after `timeoutMs`, of which 24 days count.
 * The clock keeps no process alive; someone who waits here does.
 */
export function waitAtMost(clock: Clock, timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const keepAlive = setInterval(() => undefined, LONGEST_DELAY_MS)
    const end = (isDone: boolean) => {
      clearInterval(keepAlive)
      cancel()
      resolve(isDone)
    }
    const cancel = clock.schedule(Math.min(timeoutMs, LONGEST_DELAY_MS), () => {
      end(false)
    })
    void work.then(() => {
      end(true)
    })
  })
}
