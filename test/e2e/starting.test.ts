import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { temporaryDirectory } from '@evenkeel/test/support'

import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtServer } from '../support/built-server.ts'

let directory: TemporaryDirectory
let main: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  main = join((await builtServer()).dist, 'main.js')
})

afterEach(() => directory[Symbol.asyncDispose]())

function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [main, '--port', '0', '--repo', directory.path], {
    env: { ...process.env, EVENKEEL_DATA_DIR: join(directory.path, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, ended: once(child, 'close'), said: text(child.stderr), logged: child.stdout }
}

it.each([
  [
    'a tokens file that is not there',
    { EVENKEEL_TOKENS_FILE: '/nowhere/tokens.json' },
    '/nowhere/tokens.json',
  ],
  ['a signing key that is none', { EVENKEEL_SIGNING_KEY_FILE: '/dev/null' }, '/dev/null'],
])('a server that cannot start says why, and ends with 1: %s', async (_what, env, why) => {
  const { ended, said, logged } = start(env)
  logged.resume()

  expect(await ended).toEqual([1, null])
  expect(await said).toContain(why)
})

it('a server that is told to stop while it starts does, in good order', async () => {
  const { child, ended, said, logged } = start({ EVENKEEL_LAME_DUCK_SECONDS: '0' })
  const chunks: string[] = []
  logged.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  // Its key is told while the app is made, before it listens.
  await once(logged, 'data')
  child.kill('SIGTERM')

  expect(await ended).toEqual([0, null])
  expect(chunks.join('')).toContain('Stopped')
  expect(await said).toBe('')
})
