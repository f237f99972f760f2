import { parseClientMessage } from '@evenkeel/core/protocol'
import { fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClientReport } from '../fake-client-report.ts'
import { StatusSender } from './status-sender.ts'

const INTERVAL = 5_000

function aStatusSender() {
  const clock = fakeClock(0)
  const held = fakeClientReport()
  const sent: { readonly at: number; readonly type: string; readonly sequence: number | undefined }[] = []
  const sender = new StatusSender({
    report: held.report,
    clock,
    send: (message) => {
      const parsed = parseClientMessage(message)
      const sequence = 'applied' in parsed ? parsed.applied?.sequence : undefined
      sent.push({ at: clock.now(), type: parsed.type, sequence })
    },
  })
  const take = (sequence: number) => {
    held.standing = { applied: { epoch: 1, sequence } }
    sender.looked()
  }
  return { clock, sender, sent, take }
}

describe('StatusSender', () => {
  it('says hello once a connection is open, with what is held already', () => {
    const { sender, sent, take } = aStatusSender()
    sender.opened()
    take(7)
    sender.opened()
    expect(sent).toEqual([
      { at: 0, type: 'hello', sequence: undefined },
      { at: 0, type: 'status', sequence: 7 },
      { at: 0, type: 'hello', sequence: 7 },
    ])
  })

  it('says nothing of frames that bring nothing new', async () => {
    const { clock, sender, sent } = aStatusSender()
    sender.opened()
    sender.looked()
    await clock.advance(INTERVAL)
    sender.looked()
    expect(sent).toHaveLength(1)
  })

  it('says at once what became of a frame, and what follows within five seconds together', async () => {
    const { clock, sender, sent, take } = aStatusSender()
    sender.opened()
    await clock.advance(1_000)
    take(1)
    await clock.advance(1_000)
    take(2)
    take(3)
    await clock.advance(60_000)
    take(4)
    expect(sent.slice(1)).toEqual([
      { at: 1_000, type: 'status', sequence: 1 },
      { at: 6_000, type: 'status', sequence: 3 },
      { at: 62_000, type: 'status', sequence: 4 },
    ])
  })

  it('says nothing more once it is stopped', async () => {
    const { clock, sender, sent, take } = aStatusSender()
    sender.opened()
    take(1)
    take(2)
    sender.stop()
    await clock.advance(60_000)
    expect(sent).toHaveLength(2)
    expect(clock.pending()).toBe(0)
  })

  it('tells the newest in the end and never two in five seconds, whatever the timing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 8_000 }), { maxLength: 20 }), async (pauses) => {
        const { clock, sender, sent, take } = aStatusSender()
        sender.opened()
        for (const [sequence, pauseMs] of pauses.entries()) {
          await clock.advance(pauseMs)
          take(sequence)
        }
        await clock.advance(INTERVAL)
        const statuses = sent.slice(1)
        expect(statuses.at(-1)?.sequence).toBe(pauses.length === 0 ? undefined : pauses.length - 1)
        for (const [index, { at }] of statuses.slice(1).entries()) {
          expect(at - (statuses[index]?.at ?? 0)).toBeGreaterThanOrEqual(INTERVAL)
        }
      }),
      { numRuns: 50 },
    )
  })
})
