import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, fakeClock, temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileSource } from './file-source.ts'
import { RecordingReceiver } from './recording-receiver.ts'

async function aFolder(): Promise<string> {
  const directory = await temporaryDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  return directory.path
}

function aRunningSource(path: string) {
  const clock = fakeClock()
  const receiver = new RecordingReceiver()
  const stop = new FileSource({ path, clock }).start(receiver)
  onTestFinished(stop)
  const texts = () => receiver.frames.map((frame) => Buffer.from(frame).toString())
  return { clock, receiver, stop, texts }
}

/** As `evenkeel build --watch` does it. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.tmp`, text)
  await rename(`${path}.tmp`, path)
}

describe('FileSource', () => {
  it('brings what the file holds, and again when it is replaced', async () => {
    const path = join(await aFolder(), 'snapshot.evk')
    await replace(path, 'one')
    const { texts } = aRunningSource(path)
    await eventually('the first content', () => texts().join() === 'one')
    await replace(path, 'two')
    await eventually('the second content', () => texts().join() === 'one,two')
  })

  it('sees a new content without being told, by looking every two seconds', async () => {
    const folder = join(await aFolder(), 'not-yet')
    const path = join(folder, 'snapshot.evk')
    const { clock, receiver, texts } = aRunningSource(path)
    await eventually('the failure', () => receiver.codes.length === 1)
    await mkdir(folder)
    await replace(path, 'one')
    await clock.advance(2_000)
    await eventually('the content', () => texts().join() === 'one')
  })

  it('says once that the file is missing, naming it', async () => {
    const path = join(await aFolder(), 'missing.evk')
    const { clock, receiver } = aRunningSource(path)
    await eventually('the failure', () => receiver.codes.length === 1)
    for (let looks = 0; looks < 3; looks++) await clock.advance(2_000)
    expect(receiver.codes).toEqual(['unreadable-file'])
    expect(receiver.failures[0]?.message).toContain(`cannot read the snapshot file ${path}: ENOENT`)
  })

  it('does not read what is not a file, such as a folder or a pipe, and says so once', async () => {
    const path = await aFolder()
    const { clock, receiver } = aRunningSource(path)
    await eventually('the failure', () => receiver.codes.length === 1)
    for (let looks = 0; looks < 3; looks++) await clock.advance(2_000)
    expect(receiver.failures.map(({ message }) => message)).toEqual([
      `cannot read the snapshot file ${path}: it is not a file`,
    ])
  })

  it('refuses a file that is larger than a frame may be, once', async () => {
    const path = join(await aFolder(), 'large.evk')
    await writeFile(path, Buffer.alloc(1024 * 1024 + 1))
    const { clock, receiver } = aRunningSource(path)
    await eventually('the failure', () => receiver.codes.length === 1)
    await clock.advance(2_000)
    expect(receiver.codes).toEqual(['too-large'])
    expect(receiver.frames).toEqual([])
  })

  it('keeps what it brought when the file goes away, and says so', async () => {
    const path = join(await aFolder(), 'snapshot.evk')
    await replace(path, 'one')
    const { receiver, texts } = aRunningSource(path)
    await eventually('the content', () => texts().join() === 'one')
    await rm(path)
    await eventually('the failure', () => receiver.codes.join() === 'unreadable-file')
    await replace(path, 'one')
    await eventually('the content again', () => texts().join() === 'one,one')
  })

  it('brings nothing more once it is stopped', async () => {
    const path = join(await aFolder(), 'snapshot.evk')
    const { clock, receiver, stop } = aRunningSource(path)
    stop()
    await replace(path, 'one')
    await clock.advance(10_000)
    expect(receiver.frames).toEqual([])
    expect(receiver.failures).toEqual([])
    expect(clock.pending()).toBe(0)
  })
})
