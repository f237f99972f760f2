import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Clock } from '@evenkeel/core/clock'
import { parseProcessList, parseProcessStatus } from '@evenkeel/core/limits'

const LOOK_EVERY_MS = 100
/** Where another process has to be started to look. */
const LOOK_SELDOM_MS = 1000

const looksIntoProc = process.platform === 'linux'

export interface MemoryWatch {
  readonly pid: number
  readonly limitBytes: number
  readonly clock: Clock
  /** Called once at most. */
  readonly onExceeded: () => void
}

/**
 * Looks again and again at how much of a process is in memory: a limit on V8's heap does not bound buffers. Gives the
 * way to stop.
 */
export function watchMemory({ pid, limitBytes, clock, onExceeded }: MemoryWatch): () => void {
  let isStopped = false
  let cancel = (): void => undefined
  const look = async (): Promise<void> => {
    const bytes = await residentBytes(pid)
    if (isStopped) return
    if (bytes !== undefined && bytes > limitBytes) onExceeded()
    else cancel = clock.schedule(looksIntoProc ? LOOK_EVERY_MS : LOOK_SELDOM_MS, () => void look())
  }
  void look()
  return () => {
    isStopped = true
    cancel()
  }
}

/** Undefined for a process that has ended, and where a machine does not say. */
async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    // From the kernel's memory, in microseconds, and not behind other work in a pool of threads.
    if (looksIntoProc) return parseProcessStatus(readFileSync(`/proc/${pid}/status`, 'latin1'))
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return parseProcessList(stdout)
  } catch {
    return undefined
  }
}
