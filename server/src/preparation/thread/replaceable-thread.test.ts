import type { FakeClock } from '@evenkeel/test/support'
import { eventually, fakeClock } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PreparationError } from '../../errors.ts'
import { ReplaceableThread } from './replaceable-thread.ts'

/** Counts what it was asked, which a new thread does from one on; does as it is told. */
const ENTRY = `
import { parentPort } from 'node:worker_threads'
let asked = 0
parentPort.on('message', (request) => {
  asked++
  if (request === 'hang') for (;;);
  if (request === 'throw') throw new Error('thrown on request')
  if (request === 'exit') process.exit(3)
  if (request === 'grow') for (const held = []; ; ) held.push(new Array(1000).fill(held.length))
  parentPort.postMessage({ answer: request + ' ' + asked })
  if (request === 'answer and exit') setImmediate(() => process.exit(0))
})
parentPort.postMessage('ready')
`

const moduleOf = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`)

describe('a replaceable thread', () => {
  let clock: FakeClock
  let thread: ReplaceableThread<string, string>

  const aThread = (source: string) =>
    new ReplaceableThread<string, string>({
      name: 'is tried',
      entry: moduleOf(source),
      resourceLimits: { maxOldGenerationSizeMb: 16 },
      clock,
      startTimeoutMs: 5_000,
    })

  const ask = (request: string) => thread.ask(request, 1_000)

  beforeEach(() => {
    clock = fakeClock()
    thread = aThread(ENTRY)
  })

  afterEach(() => thread.close())

  it('answers one request after the other, in their order', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((request) => ask(request)))

    expect(answers).toEqual(['a 1', 'b 2', 'c 3'])
    expect(clock.pending()).toBe(0)
  })

  it('is replaced when it does not answer in time; what waits goes on in the new one', async () => {
    expect(await ask('a')).toBe('a 1')
    const hanging = ask('hang').catch((error: unknown) => error)
    const waiting = ask('b')

    await clock.advance(1_000)

    expect(await hanging).toMatchObject({
      code: 'preparation-timed-out',
      message: 'The thread that is tried did not answer within 1000 ms and was ended',
    })
    expect(await waiting).toBe('b 1')
  })

  it('is given time to start before the time for the answer begins', async () => {
    const neverReady = aThread('for (;;);')
    const asked = neverReady.ask('a', 1_000).catch((error: unknown) => error)

    await clock.advance(4_999)
    expect(clock.pending()).toBe(1)
    await clock.advance(1)

    expect(await asked).toMatchObject({
      code: 'preparation-timed-out',
      message: 'The thread that is tried was not ready within 5000 ms and was ended',
    })
  })

  it.each(['throw', 'exit', 'grow'])('is replaced when it crashes (%s)', async (crash) => {
    const crashing = ask(crash)
    const waiting = ask('b')

    await expect(crashing).rejects.toMatchObject({ code: 'preparation-crashed' })
    await expect(crashing).rejects.toBeInstanceOf(PreparationError)
    expect(await waiting).toBe('b 1')
  })

  it('says what was thrown in it', async () => {
    await expect(ask('throw')).rejects.toMatchObject({ cause: { message: 'thrown on request' } })
  })

  it('is started again when it crashed while nothing was asked', async () => {
    await ask('answer and exit')

    await eventually('an answer of a new thread', async () => {
      const answer = await ask('b').catch(() => undefined)
      return answer === 'b 1'
    })
  })

  it('fails what is in hand and what waits when it is closed, and whatever is asked then', async () => {
    const outcomes = ['hang', 'b'].map((request) => ask(request).catch((error: unknown) => error))

    await thread.close()
    outcomes.push(ask('c').catch((error: unknown) => error))

    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome).toMatchObject({ code: 'preparation-closed' })
    }
    expect(clock.pending()).toBe(0)
  })
})
