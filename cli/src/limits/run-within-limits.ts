import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { heapMebibytes } from '@evenkeel/core/limits'
import { styleFor } from '../report/style.ts'
import type { AdmissionLimits } from './admission-limits.ts'
import type { Excess } from './describe-excess.ts'
import { describeExcess } from './describe-excess.ts'
import { residentBytes } from './resident-bytes.ts'

const LOOK_EVERY_MS = 100
/** A program that is asked to end and is busy does not hear it. */
const END_MS = 2000
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface LimitedRun {
  /** The script that the process runs. */
  readonly program: string
  readonly argv: readonly string[]
  readonly limits: AdmissionLimits
}

/**
 * Runs a program in a process of its own, on this one's terminal. Gives its exit code, or 1 with a word on standard
 * error when it exceeds a limit and is ended; ends as it does when it ends by a signal.
 */
export async function runWithinLimits({ program, argv, limits }: LimitedRun): Promise<number> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, `--max-old-space-size=${heapMebibytes(limits.memoryBytes)}`, program, ...argv],
    { stdio: 'inherit' },
  )
  const signals = passSignalsOn(child)
  const watch = watchLimits(child, limits)
  const { code, signal } = await endOf(child)
  watch.stop()
  signals.stop()
  const excess = watch.excess() ?? (isOutOfHeap(code, signal) ? 'memory' : undefined)
  if (excess) {
    const style = styleFor(process.stderr, process.env)
    process.stderr.write(describeExcess({ excess, argv, cwd: process.cwd(), limits }, style))
    return 1
  }
  if (signal !== null) process.kill(process.pid, signals.asked() ?? signal)
  return code ?? 1
}

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** V8 aborts. */
function isOutOfHeap(code: number | null, signal: NodeJS.Signals | null): boolean {
  return signal === 'SIGABRT' || code === 134
}

function watchLimits(
  child: ChildProcess,
  { timeMs, memoryBytes }: AdmissionLimits,
): { readonly excess: () => Excess | undefined; readonly stop: () => void } {
  let excess: Excess | undefined
  const end = (exceeded: Excess): void => {
    excess ??= exceeded
    child.kill('SIGKILL')
  }
  const timer = timeMs === undefined ? undefined : setTimeout(() => end('time'), timeMs)
  const look = setInterval(() => {
    void residentBytes(child.pid ?? 0).then((bytes) => {
      if (bytes !== undefined && bytes > memoryBytes) end('memory')
    })
  }, LOOK_EVERY_MS)
  return {
    excess: () => excess,
    stop() {
      clearTimeout(timer)
      clearInterval(look)
    },
  }
}

/** A terminal sends Ctrl+C to both processes, so the program may hear it twice. */
function passSignalsOn(child: ChildProcess): {
  readonly asked: () => NodeJS.Signals | undefined
  readonly stop: () => void
} {
  let asked: NodeJS.Signals | undefined
  let killer: NodeJS.Timeout | undefined
  const pass = (signal: NodeJS.Signals): void => {
    asked ??= signal
    child.kill(signal)
    killer ??= setTimeout(() => child.kill('SIGKILL'), END_MS)
  }
  for (const signal of PASSED_ON) process.on(signal, pass)
  return {
    asked: () => asked,
    stop() {
      clearTimeout(killer)
      for (const signal of PASSED_ON) process.off(signal, pass)
    },
  }
}
