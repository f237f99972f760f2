import { readdirSync, readFileSync } from 'node:fs'

const PAGE_BYTES = 4096

/** Bytes in memory of a process and of all that it started; pages that they share count for each. Linux only. */
export function residentBytesOfTree(pid: number): number {
  const children = childrenOf(pid)
  return residentBytes(pid) + children.reduce((sum, child) => sum + residentBytesOfTree(child), 0)
}

/** 0 of a process that has ended. */
function residentBytes(pid: number): number {
  const pages = read(`/proc/${pid}/statm`).split(' ')[1]
  return Number(pages ?? 0) * PAGE_BYTES
}

function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid)
    .flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' '))
    .filter((child) => child.trim() !== '')
    .map(Number)
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
