import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@evenkeel/core/clock'
import { createClient } from '@evenkeel/sdk'
import { eventually, temporaryDirectory } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { fakeHost } from '../../cli/src/fake-host.ts'
import { run } from '../../cli/src/run.ts'

const TEMPLATE = fileURLToPath(new URL('../../config-repo-template', import.meta.url))
const FLAG_FILE = 'flags/checkout/checkout-redesign.yaml'

const wallClock: Clock = {
  now: () => Date.now(),
  schedule: (delayMs, work) => {
    const timer = setTimeout(work, delayMs)
    return () => clearTimeout(timer)
  },
}

it('an edit shows in a service that reads the file of a watched build, without a commit', async () => {
  await using directory = await temporaryDirectory()
  const root = join(directory.path, 'config')
  const file = join(directory.path, 'flags.evk')
  await cp(TEMPLATE, root, { recursive: true })
  const host = fakeHost({ cwd: root, clock: wallClock })
  const ended = run(['build', '--env', 'development', '--out', file, '--watch'], host)
  await eventually('the first file is written', () => host.out().includes('flags.evk'))

  const client = createClient({ mode: { file } })
  expect(await client.ready({ timeoutMs: 300_000 })).toMatchObject({ source: 'file' })
  const subject = { targetingKey: 'u-1' }
  expect(client.getBoolean('checkout-redesign', false, subject)).toBe(true)

  const text = await readFile(join(root, FLAG_FILE), 'utf8')
  await writeFile(join(root, FLAG_FILE), text.replace('state: ENABLED', 'state: DISABLED'))
  await eventually('the service sees the edit', () => !client.getBoolean('checkout-redesign', true, subject))

  await writeFile(join(root, FLAG_FILE), text.replace('state: ENABLED', 'state: ENABELD'))
  await eventually('the mistake is told', () => host.err().includes('ENABELD'))
  expect(client.getBooleanDetails('checkout-redesign', true, subject).reason).toBe('DISABLED')

  host.interrupt()
  expect(await ended).toBe(0)
  await client.close()
})
