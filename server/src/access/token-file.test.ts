import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeLogger } from '../telemetry/fake-logger.ts'
import { TokenFile } from './token-file.ts'
import { TokenRegistry } from './token-registry.ts'
import { generateToken, hashToken } from './token.ts'

const first = generateToken('operator')
const second = generateToken('operator')
const admin = generateToken('admin')

const fileOf = (...tokens: readonly string[]) =>
  JSON.stringify(
    tokens.map((token, index) => ({
      name: `token-${index}`,
      kind: 'operator',
      sha256: hashToken(token).toString('hex'),
    })),
  )

async function aTokenFile(content: string) {
  const directory = await temporaryDirectory()
  const path = join(directory.path, 'tokens.json')
  await writeFile(path, content)
  const clock = fakeClock()
  const logger = new FakeLogger()
  const registry = new TokenRegistry([])
  const always = [{ principal: { name: 'root', kind: 'admin' as const }, sha256: hashToken(admin) }]
  const file = new TokenFile({ path, always, registry, clock, logger })
  return {
    path,
    clock,
    logger,
    file,
    write: (text: string) => writeFile(path, text),
    knows: (token: string) => registry.authenticate(`Bearer ${token}`) !== undefined,
    [Symbol.asyncDispose]: async () => {
      file.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}

describe('TokenFile', () => {
  it('makes the tokens of the file good, and those that always are', async () => {
    await using tokens = await aTokenFile(fileOf(first))

    await tokens.file.start()

    expect([first, second, admin].map(tokens.knows)).toEqual([true, false, true])
  })

  it('follows the file within five seconds', async () => {
    await using tokens = await aTokenFile(fileOf(first))
    await tokens.file.start()

    await tokens.write(fileOf(second))
    await tokens.clock.advance(5000)

    await eventually('the second token is known', () => tokens.knows(second))
    expect([first, admin].map(tokens.knows)).toEqual([false, true])
    expect(tokens.logger.messages('info')).toEqual(['The tokens file was read again'])
  })

  it('keeps what was good when the file becomes wrong, says so once, and goes on looking', async () => {
    await using tokens = await aTokenFile(fileOf(first))
    await tokens.file.start()

    await tokens.write('[')
    for (const times of [1, 2]) {
      await tokens.clock.advance(5000)
      await eventually(`it looked ${times} times`, () => tokens.clock.pending() === 1)
    }
    expect(tokens.knows(first)).toBe(true)
    expect(tokens.logger.messages('error')).toEqual([
      'The changed tokens file is not used; the tokens read before stay good',
    ])

    await tokens.write(fileOf(second))
    await tokens.clock.advance(5000)
    await eventually('the second token is known', () => tokens.knows(second))
  })

  it('refuses to start without its file', async () => {
    await using tokens = await aTokenFile('[]')
    const file = new TokenFile({
      path: '/nowhere/tokens.json',
      always: [],
      registry: new TokenRegistry([]),
      clock: tokens.clock,
      logger: tokens.logger,
    })

    await expect(file.start()).rejects.toMatchObject({
      problems: ['The tokens file /nowhere/tokens.json cannot be read (ENOENT)'],
    })
  })

  it('stops looking when it is closed', async () => {
    await using tokens = await aTokenFile(fileOf(first))
    await tokens.file.start()

    tokens.file.close()

    expect(tokens.clock.pending()).toBe(0)
  })
})
