import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ParsedClientMessage } from '@evenkeel/core/protocol'
import { CLIENT_HEADER, parseClientHeader } from '@evenkeel/core/protocol'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { aFrame } from '@evenkeel/test/support'

export interface SnapshotServer extends AsyncDisposable {
  readonly url: string
  /** What clients said of themselves, one a poll. */
  readonly hellos: readonly ParsedClientMessage[]
}

/** Answers every poll with the snapshot; WebSockets do not get through. */
export async function snapshotServer(snapshot: Snapshot): Promise<SnapshotServer> {
  const hellos: ParsedClientMessage[] = []
  const server = createServer((request, response) => {
    hellos.push(parseClientHeader(String(request.headers[CLIENT_HEADER])))
    const frame = aFrame(snapshot, { nowMs: Date.now() })
    response.writeHead(200, { 'content-type': 'application/vnd.evenkeel.frame' }).end(frame)
  })
  server.on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hellos,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
