import type { Host } from './host.ts'

export interface FakeHost extends Host {
  /** Everything written so far. */
  out(): string
  err(): string
  interrupt(): void
}

/** A host in memory: what is written can be read, time stands still, and nobody answers on the network. */
export function fakeHost(given: Partial<Host> = {}): FakeHost {
  const written = { out: '', err: '' }
  let interrupt: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve))
  return {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    cwd: '/',
    env: {},
    clock: { now: () => 0, schedule: () => () => undefined },
    fetch: () => Promise.reject(new Error('nobody answers')),
    interrupted: () => interrupted,
    ...given,
    out: () => written.out,
    err: () => written.err,
    interrupt: () => interrupt(),
  }
}
