import { setTimeout } from 'node:timers/promises'

/** Does something every `everyMs`, never twice at once, until it is stopped, which waits for what is under way. */
export function repeatedly(everyMs: number, work: () => Promise<void>): () => Promise<void> {
  let isStopped = false
  const ended = (async () => {
    while (!isStopped) {
      const startedAt = performance.now()
      await work()
      await setTimeout(Math.max(0, startedAt + everyMs - performance.now()))
    }
  })()
  return () => {
    isStopped = true
    return ended
  }
}
