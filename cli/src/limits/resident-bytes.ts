import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { parseProcessList, parseProcessStatus } from '@evenkeel/core/limits'

/** How much of a process is in memory; undefined once it has ended, and where a machine does not say. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') return parseProcessStatus(readFileSync(`/proc/${pid}/status`, 'latin1'))
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return parseProcessList(stdout)
  } catch {
    return undefined
  }
}
