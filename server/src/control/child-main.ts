import { readdirSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants, setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { CHANNEL_FD } from './child/channel.ts'

// First of all, before what is large is loaded.
offerToTheKernel()
standBack()
watchServingProcess(Number(process.argv[2]))

const { openControl } = await import('./open-control.ts')
const { serveControl } = await import('./child/serve-control.ts')
await serveControl(new Socket({ fd: CHANNEL_FD }), openControl)
process.exit()

/** When memory runs out on the machine, the kernel ends this process before any other. */
function offerToTheKernel(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Only Linux has it.
  }
}

/** Where there is too little processor for both, the serving process and operators' changes come first. */
function standBack(): void {
  for (const thread of threadsOfThisProcess()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL)
    } catch {
      // It has ended, or stands further back already, which only the privileged may change.
    }
  }
}

/** On Linux each has a priority of its own; elsewhere the process has one, which 0 stands for. */
function threadsOfThisProcess(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return [0]
  }
}

/** Ends this process when the serving one, which started it, is gone. */
function watchServingProcess(servingPid: number): void {
  const watchdog = new Worker(new URL('./child/watchdog.js', import.meta.url), {
    workerData: { servingPid },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  })
  watchdog.unref()
}
