import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ResolutionDetails } from '@evenkeel/core/evaluation'
import type { ServiceReady, ServiceSettings } from './service.ts'

export interface SampleService {
  readonly name: string
  readonly url: string
  evaluate(flag: string, context: Readonly<Record<string, string>>): Promise<ResolutionDetails<boolean>>
  /** What its SDK logged since this was last asked. */
  takeLog(): string[]
  stop(): Promise<void>
}

/** Starts a sample service as a process of its own and waits until it listens. */
export async function startSampleService(settings: ServiceSettings): Promise<SampleService> {
  const child = fork(new URL('./service.js', import.meta.url), {
    env: { ...process.env, SERVICE_SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  const exited = once(child, 'exit')
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
  const [ready] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) =>
      Promise.reject(new Error(`${settings.name} ended with exit code ${String(code)}: ${log}`)),
    ),
  ])) as [ServiceReady]

  return {
    name: settings.name,
    url: ready.url,
    async evaluate(flag, context) {
      const response = await fetch(
        `${ready.url}/evaluate?${new URLSearchParams({ flag, ...context }).toString()}`,
      )
      return (await response.json()) as ResolutionDetails<boolean>
    },
    takeLog() {
      const lines = log.split('\n').filter((line) => line !== '')
      log = ''
      return lines
    },
    async stop() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
