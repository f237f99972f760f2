/*
 * Preloaded into the process that is measured. It does nothing before it is read for the first time, so it may be in
 * every process and thread that inherits Node's options.
 */
import type { MeasuredRequest, ProbeReading } from './process-channel.ts'

const INTERVAL_MS = 5

let delaysMs: number[] | undefined

function measure(): void {
  const dueMs = performance.now() + INTERVAL_MS
  setTimeout(() => {
    delaysMs?.push(Math.max(0, performance.now() - dueMs))
    measure()
  }, INTERVAL_MS).unref()
}

process.on('message', (request: MeasuredRequest) => {
  if (request.kind !== 'read-probe') return
  if (delaysMs === undefined) measure()
  const { id } = request
  const residentBytes = process.memoryUsage.rss()
  process.send?.({ kind: 'probe', id, delaysMs: delaysMs ?? [], residentBytes } satisfies ProbeReading)
  delaysMs = []
})
process.channel?.unref()
