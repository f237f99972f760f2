import { hashToken } from '../access/token.ts'
import type { ServerConfig } from './server-config.ts'

type Parts = Partial<ServerConfig> & Pick<ServerConfig, 'dataDir'>

/** For tests: good for everything on a server of `aServerConfig`. */
export const TEST_ADMIN_TOKEN = 'admin-token-for-tests'

/** For tests: a database that is out of reach. */
export const UNREACHABLE_DATABASE = 'postgres://evenkeel:hunter2@127.0.0.1:1/evenkeel'

/** For tests: any free port, no waiting at the end, and a repository and database that are out of reach. */
export function aServerConfig(parts: Parts): ServerConfig {
  return {
    ...anEmbeddedServerConfig(parts),
    databaseUrl: UNREACHABLE_DATABASE,
    ...parts,
  }
}

/** For tests: the same with a database that is embedded in `dataDir`. */
export function anEmbeddedServerConfig(parts: Parts): ServerConfig {
  return {
    repo: { kind: 'local', path: '/nowhere/config.git' },
    branch: 'main',
    path: '',
    host: '127.0.0.1',
    port: 0,
    pollMs: 100,
    tickMs: 1000,
    history: 'descendants',
    massChangePercent: 30,
    transferIdleMs: 30_000,
    transferTotalMs: 600_000,
    admissionMs: 120_000,
    admissionMemoryBytes: 1024 * 1024 * 1024,
    adminTokenSha256: hashToken(TEST_ADMIN_TOKEN).toString('hex'),
    logLevel: 'silent',
    lameDuckMs: 0,
    drainMs: 2000,
    ...parts,
  }
}
