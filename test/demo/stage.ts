import { createHmac, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningServer, ServerConfig } from '@evenkeel/server'
import { generateToken, hashToken, loadConfig, startServer } from '@evenkeel/server'
import type { BareRepository } from '../support/bare-repository.ts'
import { createBareRepository } from '../support/bare-repository.ts'
import type { TemporaryDirectory } from '../support/temporary-directory.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { SampleService } from './sample-service.ts'
import { startSampleService } from './sample-service.ts'
import { readTemplateFiles } from './template-files.ts'
import { waitUntil } from './wait-until.ts'

export const SERVER_POLL_SECONDS = 2
export const SERVICE_POLL_SECONDS = 1

/** Everything the story needs, real: a Git repository, a server, and two services in processes of their own. */
export interface Stage {
  readonly repository: BareRepository
  readonly services: readonly SampleService[]
  readonly serverUrl: string
  readonly adminToken: string
  /** Tells the server that something was pushed, as a Git host does. */
  sendWebhook(): Promise<void>
  /** Stops the server and starts it again on the same data and port. */
  restartServer(): Promise<void>
  leave(): Promise<void>
}

export async function setStage(): Promise<Stage> {
  const directory = await temporaryDirectory()
  try {
    return await setStageIn(directory)
  } catch (error) {
    await directory[Symbol.asyncDispose]()
    throw error
  }
}

async function setStageIn(directory: TemporaryDirectory): Promise<Stage> {
  const repository = await createBareRepository(join(directory.path, 'shop-config.git'))
  await repository.commit('Start from the template', await readTemplateFiles())

  const adminToken = generateToken('admin')
  const serviceToken = generateToken('sdk-server')
  const webhookSecret = randomBytes(32).toString('hex')
  const tokensFile = join(directory.path, 'tokens.json')
  await writeFile(
    tokensFile,
    JSON.stringify([
      { name: 'demo', kind: 'admin', sha256: hashToken(adminToken).toString('hex') },
      {
        name: 'shop',
        kind: 'sdk-server',
        environment: 'production',
        sha256: hashToken(serviceToken).toString('hex'),
      },
    ]),
  )
  const config: ServerConfig = {
    ...loadConfig(['--repo', repository.gitdir], {}),
    dataDir: join(directory.path, 'data'),
    port: 0,
    pollMs: SERVER_POLL_SECONDS * 1000,
    webhookSecret,
    tokensFile,
    logLevel: 'silent',
    lameDuckMs: 0,
    drainMs: 2000,
  }

  let server: RunningServer = await startServer(config)
  const { url } = server
  await waitUntil('the server has something to serve', async () => (await fetch(`${url}/readyz`)).ok)
  const service = (name: string, mode: 'stream' | 'poll') =>
    startSampleService({ name, url, token: serviceToken, mode, pollSeconds: SERVICE_POLL_SECONDS })
  const services = await Promise.all([service('checkout', 'stream'), service('warehouse', 'poll')])

  return {
    repository,
    services,
    serverUrl: url,
    adminToken,
    async sendWebhook() {
      const body = JSON.stringify({ ref: 'refs/heads/main' })
      const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
      const response = await fetch(`${url}/v1/webhooks/git`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body,
      })
      if (!response.ok) throw new Error(`the webhook was answered with ${response.status}`)
    },
    async restartServer() {
      await server.close()
      server = await startServer({ ...config, port: Number(new URL(url).port) })
    },
    async leave() {
      await Promise.all(services.map((started) => started.stop()))
      await server.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}
