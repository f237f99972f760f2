import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aFlag, aFrame, aSnapshot, temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ChangeEvent } from './events/client-events.ts'
import { createClient } from './create-client.ts'
import { RecordingLogger } from './recording-logger.ts'
import { inMemorySource } from './testing/in-memory-source.ts'

async function aFrameFile() {
  const directory = await temporaryDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  const path = join(directory.path, 'snapshot.evk')
  const build = async (checkout: 'on' | 'off') => {
    const flags = { checkout: aFlag({ defaultVariant: checkout }) }
    const contentHash = (checkout === 'on' ? '1' : '0').repeat(64)
    await writeFile(`${path}.tmp`, aFrame(aSnapshot({ flags, contentHash })))
    await rename(`${path}.tmp`, path)
  }
  return { path, build }
}

describe('createClient', () => {
  it('reads a file and shows its next build, which has the same revision', async () => {
    const file = await aFrameFile()
    await file.build('off')
    const client = createClient({ mode: { file: file.path }, logger: new RecordingLogger() })
    onTestFinished(() => client.close())
    expect(await client.ready()).toEqual({ source: 'file', revision: '1.1' })
    const changed = new Promise<ChangeEvent>((resolve) => client.on('change', resolve))
    await file.build('on')
    expect(await changed).toEqual({ revision: '1.1', changedFlags: ['checkout'], changedConfigs: [] })
    expect(client.getBoolean('checkout', false)).toBe(true)
  })

  it('refuses a file of another environment than the one it is told', async () => {
    const file = await aFrameFile()
    await file.build('on')
    const client = createClient({
      mode: { file: file.path },
      environment: 'staging',
      logger: new RecordingLogger(),
    })
    onTestFinished(() => client.close())
    const failed = new Promise((resolve) => client.on('error', resolve))
    expect(await failed).toMatchObject({ code: 'other-environment' })
    expect(client.getBooleanDetails('checkout', false).errorCode).toBe('PROVIDER_NOT_READY')
  })

  it('runs the hooks it is given around evaluations, those of views too', () => {
    const heard: unknown[] = []
    const client = createClient({
      source: inMemorySource({ checkout: true }),
      context: { region: 'eu' },
      hooks: [{ after: ({ flagKey, context }, { value }) => heard.push([flagKey, context, value]) }],
    })
    client.getBoolean('checkout', false)
    client.with({ plan: 'pro' }).with({ beta: true }).getBoolean('checkout', false, { plan: 'free' })
    expect(heard).toEqual([
      ['checkout', { region: 'eu' }, true],
      ['checkout', { region: 'eu', plan: 'free', beta: true }, true],
    ])
  })

  it('throws for wrong options before anything is started', () => {
    expect(() => createClient({ mode: 'poll' })).toThrow(/url: .*\n.*environment: .*\n.*token: /)
  })
})
