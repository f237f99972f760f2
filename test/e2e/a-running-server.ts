import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningServer, ServerConfig, ServerDoubles, TokenKind } from '@evenkeel/server'
import { generateToken, hashToken, loadConfig, startServer } from '@evenkeel/server'
import type { BareRepository } from '@evenkeel/test/support'
import {
  aConfigRepository,
  createBareRepository,
  eventually,
  temporaryDirectory,
} from '@evenkeel/test/support'

/** A real server over a real repository, ready to serve the environment `production`. */
export interface ServerOnStage extends AsyncDisposable {
  readonly repository: BareRepository
  readonly config: ServerConfig
  readonly server: RunningServer
  /** Good for `production`. */
  readonly token: string
}

export async function aRunningServer(
  kind: TokenKind,
  options: Partial<ServerConfig> = {},
  doubles: ServerDoubles = {},
): Promise<ServerOnStage> {
  const directory = await temporaryDirectory()
  const repository = await createBareRepository(join(directory.path, 'config.git'))
  const files = aConfigRepository().files()
  await repository.commit('Start', Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
  const token = generateToken(kind)
  const tokensFile = join(directory.path, 'tokens.json')
  const sha256 = hashToken(token).toString('hex')
  await writeFile(tokensFile, JSON.stringify([{ name: 'shop', kind, environment: 'production', sha256 }]))
  const config: ServerConfig = {
    ...loadConfig(['--repo', repository.gitdir], {}),
    dataDir: join(directory.path, 'data'),
    port: 0,
    pollMs: 100,
    tickMs: 1000,
    tokensFile,
    logLevel: 'silent',
    lameDuckMs: 0,
    drainMs: 1000,
    ...options,
  }
  const server = await startServer(config, doubles)
  await eventually('the server is ready', async () => (await fetch(`${server.url}/readyz`)).ok)
  return {
    repository,
    config,
    server,
    token,
    async [Symbol.asyncDispose]() {
      await server.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}
