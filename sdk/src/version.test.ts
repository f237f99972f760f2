import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { SDK_VERSION } from './version.ts'

it('the version that a client tells is the one of its package', async () => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ version: SDK_VERSION })
})
