import { run } from './run.ts'

/** A reader that has seen enough (`evenkeel diff | head`) is no fault. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  fetch,
  clock: {
    now: () => Date.now(),
    schedule(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      timer.unref()
      return () => clearTimeout(timer)
    },
  },
  interrupted: () =>
    new Promise((resolve) => {
      const staysAlive = setInterval(() => undefined, 60_000)
      const end = () => {
        clearInterval(staysAlive)
        resolve()
      }
      // Every time: from a terminal it comes twice, once through the process that watches this one.
      process.on('SIGINT', end)
      process.on('SIGTERM', end)
    }),
})
