import { readFileSync } from 'node:fs'

/** What Linux says of processes; for tests that run there alone. */
export const hasProcesses = process.platform === 'linux'

/** Whether a process is there and not a zombie. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z'
}

/** How long a process has worked, in hundredths of a second of one core. */
export function workedTicks(pid: number): number {
  return Number(statOf(pid)?.[11] ?? 0)
}

export function childrenOf(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.split(' ') ?? []
  return children.filter((child) => child.trim() !== '').map(Number)
}

/** The fields after the name, which may hold anything. */
function statOf(pid: number): readonly string[] | undefined {
  return read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
