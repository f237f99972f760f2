import { generateKeyPairSync } from 'node:crypto'
import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { temporaryDirectory } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors.ts'
import { FakeLogger } from '../../telemetry/fake-logger.ts'
import { loadSigningKey } from './load-signing-key.ts'

let directory: TemporaryDirectory
let logger: FakeLogger

beforeEach(async () => {
  directory = await temporaryDirectory()
  logger = new FakeLogger()
})

afterEach(() => directory[Symbol.asyncDispose]())

const load = (signingKeyFile?: string) =>
  loadSigningKey(
    { dataDir: join(directory.path, 'data'), ...(signingKeyFile !== undefined && { signingKeyFile }) },
    logger,
  )

const problemsOf = (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => [],
    (error: unknown) => {
      if (error instanceof ConfigError) return error.problems
      throw error
    },
  )

describe('the signing key', () => {
  it('is made at the first start, for its owner only, and is the same ever after', async () => {
    const first = await load()
    const second = await load()
    expect(second.publicKey).toBe(first.publicKey)
    expect(Buffer.from(first.publicKey, 'base64')).toHaveLength(32)
    expect((await stat(join(directory.path, 'data', 'signing-key.pem'))).mode & 0o777).toBe(0o600)
    expect(await readdir(join(directory.path, 'data'))).toEqual(['signing-key.pem'])
  })

  it('is one, whichever of two processes that start at once makes it', async () => {
    const [one, other] = await Promise.all([load(), load()])
    expect(one.publicKey).toBe(other.publicKey)
  })

  it('is named in the log by its public half alone', async () => {
    const { publicKey } = await load()
    expect(logger.messages('info')).toEqual([`Frames are signed; give SDKs publicKeys: ["${publicKey}"]`])
    const pem = await readFile(join(directory.path, 'data', 'signing-key.pem'), 'utf8')
    expect(JSON.stringify(logger.entries)).not.toContain(pem.split('\n')[1])
  })

  it('signs what its verifier verifies, the same bytes with the same signature', async () => {
    const { signer, verifier } = await load()
    const bytes = Buffer.from('a frame')
    const signature = signer.sign(bytes)
    expect(signature).toHaveLength(64)
    expect(signer.sign(bytes)).toEqual(signature)
    expect(verifier.verify(bytes, signature)).toBe(true)
    expect(verifier.verify(Buffer.from('another'), signature)).toBe(false)
    expect(signer.keyId).toEqual(verifier.keyId)
    expect(signer.keyId).toHaveLength(8)
  })

  it('is the operator’s own where one is given, and nothing is written', async () => {
    const path = join(directory.path, 'own.pem')
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    await writeFile(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    const raw = publicKey.export({ format: 'jwk' }).x ?? ''
    expect((await load(path)).publicKey).toBe(Buffer.from(raw, 'base64url').toString('base64'))
    expect(await readdir(directory.path)).toEqual(['own.pem'])
  })

  it('is warned of when others can read it', async () => {
    await load()
    const path = join(directory.path, 'data', 'signing-key.pem')
    await chmod(path, 0o644)
    await load()
    expect(logger.messages('warn')).toEqual([
      `The signing key ${path} can be read by others; run chmod 600 on it`,
    ])
  })

  it.each([
    ['is no key', 'hello'],
    ['is empty', ''],
    ['is of another kind', generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' })],
  ])('is never replaced when its file %s', async (_what, content) => {
    await load()
    const path = join(directory.path, 'data', 'signing-key.pem')
    await writeFile(path, content)
    expect(await problemsOf(load())).toEqual([
      expect.stringContaining(`The signing key ${path} cannot be used`),
    ])
    expect(await readFile(path, 'utf8')).toBe(content)
  })

  it('is missed by name when the operator’s file is not there', async () => {
    const path = join(directory.path, 'none.pem')
    expect(await problemsOf(load(path))).toEqual([expect.stringContaining('ENOENT')])
  })
})
