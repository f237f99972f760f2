import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../../errors.ts'
import type { Logger } from '../../telemetry/logger.ts'
import type { SigningKey } from './signing-key.ts'
import { signingKeyOf } from './signing-key.ts'

const FILE_NAME = 'signing-key.pem'
const OWNER_ONLY = 0o600
const FOR_OTHERS = 0o077

export interface SigningKeyLocation {
  readonly dataDir: string
  /** Where an operator keeps the key; never written. */
  readonly signingKeyFile?: string
}

/**
 * The key frames are signed with: the operator's, or the one in the data directory, which is made at the first start
 * and never again. Throws ConfigError when there is a file that cannot be used: another key in its place would be
 * refused by every SDK that is told the old one.
 */
export async function loadSigningKey(location: SigningKeyLocation, logger: Logger): Promise<SigningKey> {
  const path = location.signingKeyFile ?? join(location.dataDir, FILE_NAME)
  if (location.signingKeyFile === undefined) await generateUnlessPresent(path)
  const key = await readSigningKey(path)
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0) {
    logger.warn(`The signing key ${path} can be read by others; run chmod 600 on it`)
  }
  logger.info(`Frames are signed; give SDKs publicKeys: ["${key.publicKey}"]`, { publicKey: key.publicKey })
  return key
}

async function readSigningKey(path: string): Promise<SigningKey> {
  try {
    return signingKeyOf(createPrivateKey(await readFile(path)))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError([
      `The signing key ${path} cannot be used: ${why}. Put back the file this server signed with before, as an ` +
        'unencrypted PEM file of an Ed25519 private key. Only if no SDK is told its public key, delete it: a new one ' +
        'is made at the next start.',
    ])
  }
}

/** The file appears whole or not at all, and of two processes that start at once one makes it. */
async function generateUnlessPresent(path: string): Promise<void> {
  if (await exists(path)) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomUUID()}.tmp`
  const { privateKey } = generateKeyPairSync('ed25519')
  const file = await open(temporary, 'w', OWNER_ONLY)
  try {
    await file.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
