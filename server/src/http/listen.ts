import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartError } from '../errors.ts'

/** Connections that may wait to be accepted, as when every service connects again at once. */
const BACKLOG = 4096

/** The part of Fastify that listens; gives where. */
export interface Listener {
  listen(options: { readonly host: string; readonly port: number; readonly backlog: number }): Promise<string>
}

export interface Address {
  readonly host: string
  readonly port: number
}

/** Sees that `listen` will do, before anything is started that takes its time to stop. Throws StartError. */
export async function requireFreeAddress({ host, port }: Address): Promise<void> {
  const probe = createServer()
  try {
    probe.listen({ host, port })
    await once(probe, 'listening')
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, host, port)
  }
  probe.close()
  await once(probe, 'close')
}

/** Gives the URL. Throws StartError. */
export async function listen(listener: Listener, { host, port }: Address): Promise<string> {
  try {
    return await listener.listen({ host, port, backlog: BACKLOG })
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, host, port)
  }
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === 'EADDRINUSE') {
    return new StartError(
      'address-in-use',
      `Port ${port} of ${host} is in use by another program`,
      'Stop it, or choose another port with --port or EVENKEEL_PORT; --port 0 takes any free one.',
      { cause },
    )
  }
  return new StartError(
    'address-unusable',
    `The server cannot listen at ${host}:${port} (${cause.code ?? cause.message})`,
    cause.code === 'EACCES'
      ? 'Ports below 1024 need a right that this user does not have: choose another with --port or EVENKEEL_PORT.'
      : 'Set --host or EVENKEEL_HOST to an address of this machine; 0.0.0.0 is every IPv4 address.',
    { cause },
  )
}
