import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STREAM_SUBPROTOCOL } from '@evenkeel/core/protocol'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { aSnapshot, fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { aServerConfig } from '../config/a-server-config.ts'
import { startControl } from '../control/start-control.ts'
import { createApp } from '../create-app.ts'
import { createHttpAdapter } from '../http/create-http-adapter.ts'
import { PATHS } from '../http/open-api/open-api.ts'
import { asPrepared } from '../snapshots/as-prepared.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import type { Refusal } from './authorize.ts'
import { authorize } from './authorize.ts'
import type { Action } from './policy.ts'
import { POLICY } from './policy.ts'
import type { Principal } from './token-authenticator.ts'
import { TOKEN_KINDS } from './token-authenticator.ts'
import { generateToken, hashToken } from './token.ts'

interface Asker {
  readonly who: string
  readonly token?: string
  readonly principal?: Principal
}

interface Question {
  readonly method: string
  readonly url: string
  readonly action: Action
  /** The one it is asked for. */
  readonly environment?: string
}

const askers: readonly Asker[] = [
  { who: 'nobody' },
  { who: 'a stranger', token: generateToken('admin') },
  ...TOKEN_KINDS.map((kind) => ({
    who: `an asker of kind ${kind}`,
    token: generateToken(kind),
    principal: { name: kind, kind, ...(kind.startsWith('sdk-') && { environment: 'production' }) },
  })),
]

const documented = Object.entries(PATHS).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { action }]) => ({ method, path, action })),
)

/** A route for the environment of the SDKs and for another one, named in its path, or else in the query or not at all. */
const questions: readonly Question[] = documented.flatMap(({ method, path, action }) => {
  const url = path.replace('{key}', 'checkout').replace('{name}', 'payments')
  if (!path.includes('{environment}')) {
    return [
      { method, url, action },
      { method, url: `${url}?environment=staging`, action, environment: 'staging' },
    ]
  }
  return ['production', 'staging'].map((environment) => ({
    method,
    url: url.replace('{environment}', environment),
    action,
    environment,
  }))
})

const CODES: Readonly<Record<Refusal['reason'], string>> = {
  kind: 'token-kind',
  'other-environment': 'token-environment',
  'no-own-environment': 'token-environment',
}

function expected({ token, principal }: Asker, { action, environment }: Question): string {
  if (typeof POLICY[action] === 'string') return 'allowed'
  if (!principal) return token === undefined ? '401 token-missing' : '401 token-unknown'
  const decision = authorize(principal, action, { environment })
  return decision.allowed ? 'allowed' : `403 ${CODES[decision.reason]}`
}

const authorization = ({ token }: Asker): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

let directory: TemporaryDirectory
let app: NestFastifyApplication
let origin: string
const routes = new Set<string>()

beforeAll(async () => {
  directory = await temporaryDirectory()
  const tokensFile = join(directory.path, 'tokens.json')
  const entries = askers
    .filter(({ principal }) => principal)
    .map(({ principal, token = '' }) => ({ ...principal, sha256: hashToken(token).toString('hex') }))
  await writeFile(tokensFile, JSON.stringify(entries))
  const logger = new FakeLogger()
  const adapter = createHttpAdapter(logger)
  adapter.getInstance().addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) {
      if (verb !== 'HEAD') routes.add(`${verb.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`)
    }
  })
  const config = aServerConfig({ dataDir: directory.path, tokensFile })
  const clock = fakeClock()
  app = await createApp({ config, clock, logger, control: await startControl(config, clock) }, adapter)
  const served = ['production', 'staging'].map((environment) => asPrepared(aSnapshot({ environment })))
  await app.get(SnapshotService).install(served, 'commit')
  await app.listen(0, '127.0.0.1')
  origin = (await app.getUrl()).replace('http:', 'ws:')
})

afterAll(async () => {
  await app.close()
  await directory[Symbol.asyncDispose]()
})

async function ask(asker: Asker, { method, url }: Question): Promise<string> {
  const answer = await app.inject({ method: method as 'GET', url, headers: authorization(asker) })
  if (![401, 403, 500].includes(answer.statusCode)) return 'allowed'
  return `${answer.statusCode} ${answer.json<{ code: string }>().code}`
}

async function askToUpgrade(asker: Asker, { url }: Question): Promise<string> {
  const client = new WebSocket(origin + url, [STREAM_SUBPROTOCOL], { headers: authorization(asker) })
  client.on('error', () => undefined)
  return new Promise((resolve) => {
    client.on('open', () => {
      client.terminate()
      resolve('allowed')
    })
    client.on('unexpected-response', (_request, response) => {
      response.setEncoding('utf8').on('data', (body: string) => {
        resolve(`${response.statusCode ?? ''} ${(JSON.parse(body) as { code: string }).code}`)
        client.terminate()
      })
    })
  })
}

describe('every route', () => {
  it('has an action', () => {
    expect(documented.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      [...routes].toSorted(),
    )
  })

  describe.each(questions)('$method $url, which is $action', (question) => {
    it.each(askers)('answers $who as the policy says', async (asker) => {
      expect(await ask(asker, question)).toBe(expected(asker, question))
    })
  })
})

describe.each(questions.filter(({ url }) => url.endsWith('/stream')))('an upgrade at $url', (question) => {
  it.each(askers)('answers $who as the policy says', async (asker) => {
    expect(await askToUpgrade(asker, question)).toBe(expected(asker, question))
  })
})
