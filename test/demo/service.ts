/**
 * A sample service: what a team's own program looks like with the SDK in it. It answers
 * `GET /evaluate?flag=…&targetingKey=…&plan=…` with the details of the evaluation; every other query parameter is an
 * attribute of the evaluation context.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@evenkeel/sdk'

export interface ServiceSettings {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly mode: 'stream' | 'poll'
  readonly pollSeconds: number
}

export interface ServiceReady {
  readonly url: string
}

const settings = JSON.parse(process.env['SERVICE_SETTINGS'] ?? '{}') as ServiceSettings

const client = createClient({
  url: settings.url,
  environment: 'production',
  token: settings.token,
  mode: settings.mode,
  pollSeconds: settings.pollSeconds,
})

const server = createServer((request, response) => {
  const { flag = '', ...context } = Object.fromEntries(
    new URL(request.url ?? '/', 'http://service').searchParams,
  )
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(client.getBooleanDetails(flag, false, context)))
})

await client.ready({ timeoutMs: 300_000 })
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ url: `http://127.0.0.1:${port}` } satisfies ServiceReady)
})

process.once('disconnect', () => {
  server.close()
  void client.close()
})
