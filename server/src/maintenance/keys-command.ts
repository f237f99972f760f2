import { createHash } from 'node:crypto'
import type { DatabaseConfig } from '../config/load-config.ts'
import { loadDatabaseConfig } from '../config/load-config.ts'
import { ConfigError } from '../errors.ts'
import { loadSigningKey } from '../snapshots/signing/load-signing-key.ts'
import { PostgresSigningKeyStore } from '../snapshots/signing/postgres-signing-key-store.ts'
import type { RegisteredKey, SigningKeyStore } from '../snapshots/signing/signing-key-store.ts'
import { createLogger } from '../telemetry/pino-logger.ts'
import { withDatabase } from './with-database.ts'

export const describeKeysUsage = (): string =>
  `Says which keys the servers of a database may sign with, so that services need never meet one they were not told.

Usage: evenkeel-server keys list               the keys, their public keys, and which are retired
       evenkeel-server keys add [<public key>] registers a key: the one given, or the one this server would sign with
       evenkeel-server keys retire <key id>    from now on no server may sign with it

Options: --data-dir, --signing-key-file, and DATABASE_URL, as the server has them. An embedded database can be used while
its server is stopped.

To rotate: make the new key, tell services both public keys, add the new one, give it to the servers one after the other,
then retire the old one and have services forget it.
`

const VERBS = ['list', 'add', 'retire'] as const

/** What to print for `evenkeel-server keys …`. Throws ConfigError, StartError or StoreError. */
export async function runKeysCommand(args: readonly string[]): Promise<string> {
  const [verb, ...rest] = args
  const operand = rest[0]?.startsWith('--') === false ? rest[0] : undefined
  if (!VERBS.some((known) => known === verb)) {
    throw new ConfigError([`keys takes one of ${VERBS.join(', ')}; evenkeel-server keys --help says more`])
  }
  const config = loadDatabaseConfig(operand === undefined ? rest : rest.slice(1))
  return withDatabase(config, async (database) => {
    const store = new PostgresSigningKeyStore(database)
    if (verb === 'add') return addKey(store, config, operand)
    if (verb === 'retire') return retireKey(store, operand)
    return describeKeys(await store.list())
  })
}

async function addKey(
  store: SigningKeyStore,
  config: DatabaseConfig,
  given: string | undefined,
): Promise<string> {
  const key =
    given === undefined ? await loadSigningKey(config, createLogger('silent')) : parsePublicKey(given)
  const known = (await store.list()).find(({ id }) => id === key.id)
  await store.register(key, new Date())
  const what = known?.retiredAt === undefined ? 'Registered' : 'Registered again, though it had been retired,'
  return `${what} the key ${key.id}, public key ${key.publicKey}.\n`
}

async function retireKey(store: SigningKeyStore, id: string | undefined): Promise<string> {
  const keys = await store.list()
  const good = keys.filter(({ retiredAt }) => retiredAt === undefined)
  if (id === undefined || !good.some((key) => key.id === id)) {
    const wasRetired = keys.some((key) => key.id === id)
    const why = wasRetired ? `${id} was retired already; ` : ''
    throw new ConfigError([
      `${why}keys retire takes the id of a key that is good: ${good.map((key) => key.id).join(', ') || 'there is none'}`,
    ])
  }
  if (good.length === 1) {
    throw new ConfigError([`${id} is the only key that is good: register the next one first, with keys add`])
  }
  await store.retire(id, new Date())
  return `Retired the key ${id}. Servers that sign with it go on until they are started again; do that now.\n`
}

function parsePublicKey(text: string): Pick<RegisteredKey, 'id' | 'publicKey'> {
  const raw = Buffer.from(text, 'base64')
  if (raw.length !== 32 || raw.toString('base64') !== text) {
    throw new ConfigError([
      `"${text}" is no public key: write the 32 bytes in base64, as the server logs them`,
    ])
  }
  return { id: createHash('sha256').update(raw).digest().subarray(0, 8).toString('hex'), publicKey: text }
}

function describeKeys(keys: readonly RegisteredKey[]): string {
  if (keys.length === 0)
    return 'No key is registered yet: the first server that publishes registers its own.\n'
  const lines = keys.map(({ id, publicKey, registeredAt, retiredAt }) => {
    const since = `registered ${registeredAt.toISOString()}`
    return `${id}  ${publicKey}  ${retiredAt ? `${since}, retired ${retiredAt.toISOString()}` : since}`
  })
  return `${lines.join('\n')}\n`
}
