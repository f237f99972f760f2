import type { JsonValue } from '@evenkeel/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ControlError } from '../../errors.ts'
import { MessageReader } from './message-reader.ts'
import type { Message, MessageLimits } from './message.ts'
import { writeMessage } from './write-message.ts'

const SMALL: MessageLimits = { jsonBytes: 1000, attachmentBytes: 1000 }

const messages = fc.array(
  fc.record({
    body: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
    attachments: fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
  }),
  { maxLength: 5 },
)

const bytesOf = (written: readonly Message[]) => Buffer.concat(written.flatMap((one) => writeMessage(one)))

/** Cuts bytes into chunks of these lengths, again and again. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + (lengths[turn % lengths.length] ?? bytes.length)
    yield bytes.subarray(at, end)
    at = end
  }
}

/** The three integers of a header, and what follows. */
function raw(integers: readonly number[], json = ''): Uint8Array {
  const header = Buffer.alloc(12)
  integers.forEach((integer, index) => header.writeUInt32BE(integer, 4 * index))
  return Buffer.concat([header, Buffer.from(json)])
}

const MAGIC = 0x45564b43

describe('a message', () => {
  it('is the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        messages,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (written, lengths) => {
          const reader = new MessageReader()
          const read = [...cut(bytesOf(written), lengths)].flatMap((chunk) => reader.push(chunk))
          expect(read.map(({ body }) => body)).toEqual(written.map(({ body }) => body))
          expect(read.map(({ attachments }) => attachments.map((bytes) => [...bytes]))).toEqual(
            written.map(({ attachments }) => attachments.map((bytes) => [...bytes])),
          )
        },
      ),
    )
  })

  it('keeps its attachments apart from one another', () => {
    const attachments = [Buffer.from('one'), Buffer.from('two')]
    const [read] = new MessageReader().push(bytesOf([{ body: null, attachments }]))
    expect(read?.attachments[0]?.buffer).not.toBe(read?.attachments[1]?.buffer)
  })

  it('that is garbage is refused with a ControlError, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 300 }), (bytes) => {
        fc.pre(Buffer.from(bytes).readUInt32BE(0) !== MAGIC)
        expect(() => new MessageReader().push(bytes)).toThrow(ControlError)
      }),
    )
  })

  it('that is damaged anywhere is refused, is another message, or is waited for: nothing else is thrown', () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.integer({ min: 0, max: 255 }), (written, place, value) => {
        const bytes = bytesOf(written)
        if (bytes.length > 0) bytes[place % bytes.length] = value
        try {
          new MessageReader(SMALL).push(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ControlError', code: 'control-garbage' })
        }
      }),
    )
  })

  it.each([
    ['more JSON than is read', raw([MAGIC, 1001, 0])],
    ['no JSON at all', raw([MAGIC, 0, 0])],
    ['more attachments than are read', raw([MAGIC, 10, 1001])],
    ['JSON that is none', raw([MAGIC, 2, 0], '{"')],
    ['JSON that is no UTF-8', Buffer.concat([raw([MAGIC, 2, 0]), Buffer.from([0xc3, 0x28])])],
    ['no body', raw([MAGIC, 2, 0], '[]')],
    ['no lengths', raw([MAGIC, 3, 0], '[1]')],
    ['lengths that are none', raw([MAGIC, 8, 0], '[1,[-1]]')],
    ['lengths that do not add up', raw([MAGIC, 7, 4], '[1,[3]]')],
  ])('with %s is refused', (_, bytes) => {
    expect(() => new MessageReader(SMALL).push(bytes)).toThrow(
      expect.objectContaining({ code: 'control-garbage' }) as Error,
    )
  })

  it('that nobody would read is not written', () => {
    expect(() => writeMessage({ body: 'x'.repeat(1001), attachments: [] }, SMALL)).toThrow(RangeError)
    expect(() => writeMessage({ body: null, attachments: [new Uint8Array(1001)] }, SMALL)).toThrow(RangeError)
  })
})
