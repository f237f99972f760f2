import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A way to a server that can be shut and opened. */
export interface TcpGate {
  readonly port: number
  /** Drops what is connected, and refuses what comes. */
  shut(): Promise<void>
  open(): Promise<void>
  /** Drops nothing, and lets nothing through of what is connected: whoever waits there waits. What comes passes. */
  freeze(): void
}

export async function tcpGate(targetPort: number): Promise<TcpGate> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  const listenAt = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listenAt(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async shut() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open: () => listenAt(port),
    freeze() {
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
}
