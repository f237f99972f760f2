import { workerData } from 'node:worker_threads'

const LOOK_EVERY_MS = 250

/** A thread of its own, because the main one may be in a loop when the serving process is gone. */
const { servingPid } = workerData as { readonly servingPid: number }
setInterval(() => {
  if (process.ppid !== servingPid) process.kill(process.pid, 'SIGKILL')
}, LOOK_EVERY_MS)
