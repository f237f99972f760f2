import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CLIENT_HEADER_BYTES, MAX_REJECTION_CHARACTERS } from './client-bounds.ts'
import type { ClientStanding, Hello, Status } from './index.ts'
import {
  MAX_CLIENT_MESSAGE_BYTES,
  parseClientHeader,
  parseClientMessage,
  writeClientMessage,
} from './index.ts'

const EPOCH = { max: 2 ** 32 - 1 }
const revision = fc.record({ epoch: fc.nat(EPOCH), sequence: fc.maxSafeNat() })
const characters = (pattern: RegExp) => fc.stringMatching(pattern)

const standing = fc.record<ClientStanding, never>(
  {
    applied: revision,
    rejected: fc.record(
      {
        epoch: fc.nat(EPOCH),
        sequence: fc.maxSafeNat(),
        code: characters(/^[a-z][a-z0-9-]{0,31}$/),
        message: fc.string({ unit: 'binary', maxLength: MAX_REJECTION_CHARACTERS / 2 }),
      },
      { requiredKeys: ['code', 'message'] },
    ),
  },
  { requiredKeys: [] },
)

const status: fc.Arbitrary<Status> = standing.map((held) => ({ type: 'status', ...held }))

const hello: fc.Arbitrary<Hello> = fc
  .tuple(
    standing,
    fc.record({
      sdk: fc.record({
        name: characters(/^[!#-[\]-~]{1,48}$/),
        version: characters(/^[!#-[\]-~]{1,48}$/),
      }),
      formats: fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 8 }),
      limits: fc.record({
        frameBytes: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        payloadBytes: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      }),
      instance: characters(/^[!#-[\]-~]{1,64}$/),
      labels: fc.dictionary(
        characters(/^[A-Za-z][A-Za-z0-9._/-]{0,31}$/),
        characters(/^[ !#-[\]-~]{0,64}$/),
        { maxKeys: 8, noNullPrototype: true },
      ),
    }),
  )
  .map(([held, identity]) => ({ type: 'hello', ...identity, ...held }))

const aHello: Hello = {
  type: 'hello',
  sdk: { name: '@evenkeel/sdk', version: '0.1.0' },
  formats: [1],
  limits: { frameBytes: 1_048_576, payloadBytes: 8_388_608 },
  instance: 'shop-7f9c',
  labels: { service: 'shop', region: 'eu-central-1' },
}

/** As large as each part may be, in characters that are the longest once written. */
const largestHello: Hello = {
  type: 'hello',
  sdk: { name: 'n'.repeat(48), version: 'v'.repeat(48) },
  formats: Array.from({ length: 8 }, () => 65_535),
  limits: { frameBytes: 2 ** 32 - 1, payloadBytes: 2 ** 32 - 1 },
  instance: 'i'.repeat(64),
  labels: Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`l${index}`.padEnd(32, 'l'), 'v'.repeat(64)]),
  ),
  applied: { epoch: 2 ** 32 - 1, sequence: Number.MAX_SAFE_INTEGER },
  rejected: {
    epoch: 2 ** 32 - 1,
    sequence: Number.MAX_SAFE_INTEGER,
    code: 'c'.repeat(32),
    message: 'ü'.repeat(MAX_REJECTION_CHARACTERS),
  },
}

describe('a message of a client', () => {
  it('is read as it was written, in a header too, and is printable ASCII', () => {
    fc.assert(
      fc.property(fc.oneof(hello, status), (message) => {
        const written = writeClientMessage(message)

        expect(written).toMatch(/^[ -~]*$/)
        expect(parseClientMessage(written)).toEqual(message)
        if (message.type === 'hello') expect(parseClientHeader(written)).toEqual(message)
      }),
    )
  })

  it('fits into a header however large its parts are', () => {
    const written = writeClientMessage(largestHello)

    expect(written.length).toBeLessThanOrEqual(MAX_CLIENT_HEADER_BYTES)
    expect(parseClientHeader(written)).toEqual(largestHello)
  })

  it('is read or refused, and nothing is ever thrown, whatever arrives', () => {
    const kinds = ['hello', 'status', 'unknown', 'malformed']
    const nearly = fc.tuple(hello, fc.constantFrom(...Object.keys(largestHello)), fc.jsonValue())

    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.json(),
          nearly.map(([message, part, value]) => JSON.stringify({ ...message, [part]: value })),
        ),
        (message) => {
          expect(kinds).toContain(parseClientMessage(message).type)
          expect(kinds).toContain(parseClientHeader(message).type)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('is refused however deep it is', () => {
    const deep = `${'['.repeat(2_000)}${']'.repeat(2_000)}`
    const labels = `{"type":"hello","labels":${deep}}`

    expect(parseClientMessage(deep).type).toBe('malformed')
    expect(parseClientMessage(labels).type).toBe('malformed')
  })

  it('of a later version is passed over, and so are fields nobody knows', () => {
    expect(parseClientMessage('{"type":"usage","flags":"AAE="}')).toEqual({ type: 'unknown' })
    const later = { ...aHello, keyIds: ['0011'], applied: { epoch: 1, sequence: 2, commit: 'abc' } }

    expect(parseClientMessage(JSON.stringify(later))).toEqual({
      ...aHello,
      applied: { epoch: 1, sequence: 2 },
    })
  })

  it('says too much about why a frame was rejected and is cut off', () => {
    const rejected = { code: 'malformed', message: 'x'.repeat(1_000) }

    expect(parseClientMessage(JSON.stringify({ type: 'status', rejected }))).toEqual({
      type: 'status',
      rejected: { code: 'malformed', message: 'x'.repeat(MAX_REJECTION_CHARACTERS) },
    })
  })

  it.each<[string, unknown, string]>([
    ['no object', 7, 'it is no JSON object'],
    ['no type', {}, 'it has no type'],
    ['a revision below zero', { type: 'status', applied: { epoch: -1, sequence: 1 } }, '.applied.epoch'],
    ['half a revision', { type: 'status', applied: { epoch: 1 } }, '.applied.sequence'],
    ['a code of prose', { type: 'status', rejected: { code: 'Not good', message: '' } }, '.rejected.code'],
    ['no instance', { ...aHello, instance: '' }, '.instance'],
    ['a label with a line feed', { ...aHello, labels: { zone: 'a\nb' } }, '.labels.zone'],
    ['a label with a name of spaces', { ...aHello, labels: { 'the zone': 'a' } }, '.labels'],
    [
      'nine labels',
      { ...aHello, labels: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`l${n}`, ''])) },
      '.labels',
    ],
    ['nine formats', { ...aHello, formats: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, '.formats'],
    ['no limits', { ...aHello, limits: undefined }, '.limits'],
    ['more than there may be', { ...aHello, more: 'x'.repeat(MAX_CLIENT_MESSAGE_BYTES) }, 'too long'],
  ])('with %s is malformed, and it is said where', (_what, message, where) => {
    const parsed = parseClientMessage(JSON.stringify(message))

    expect(parsed).toMatchObject({ type: 'malformed', problem: expect.stringContaining(where) as string })
  })

  it('is no header when it is a status, or too long for one', () => {
    expect(parseClientHeader('{"type":"status"}').type).toBe('malformed')
    expect(parseClientHeader(JSON.stringify({ ...aHello, more: 'x'.repeat(2_048) })).type).toBe('malformed')
  })
})
