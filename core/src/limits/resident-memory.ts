const KIBIBYTE = 1024

/** Bytes of a process in memory, of the text of Linux' /proc/PID/status; undefined once the process has ended. */
export function parseProcessStatus(text: string): number | undefined {
  return kibibytes(/^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1])
}

/** The same, of what `ps -o rss= -p PID` prints. */
export function parseProcessList(text: string): number | undefined {
  return kibibytes(/^\s*(\d+)\s*$/.exec(text)?.[1])
}

function kibibytes(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits) * KIBIBYTE
}
