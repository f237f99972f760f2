const MEBIBYTE = 1024 * 1024

/** What is left of the limit for all that V8 does not count as its old space: code, stacks and buffers. */
const HEAP_SHARE = 0.75

/** What a machine says of its memory. */
export interface MachineMemory {
  readonly totalBytes: number
  /** Of the container, where there is one; 0 or more than `totalBytes` where there is none. */
  readonly constrainedBytes?: number
}

/** As much as was asked for, and at most half of what the container or the machine has. Whole mebibytes. */
export function boundMemory(askedBytes: number, { totalBytes, constrainedBytes }: MachineMemory): number {
  const hasContainer = constrainedBytes !== undefined && constrainedBytes > 0 && constrainedBytes < totalBytes
  const half = (hasContainer ? constrainedBytes : totalBytes) / 2
  return Math.max(1, Math.floor(Math.min(askedBytes, half) / MEBIBYTE)) * MEBIBYTE
}

/** The value of Node's --max-old-space-size for a process that may be `limitBytes` large as a whole. */
export function heapMebibytes(limitBytes: number): number {
  return Math.max(1, Math.floor((limitBytes * HEAP_SHARE) / MEBIBYTE))
}

export function formatMebibytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`
}
