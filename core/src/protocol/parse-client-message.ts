import { isJsonObject } from '../json.ts'
import { MAX_EPOCH } from '../revision.ts'
import type { Shape } from '../snapshot/lines/shape.ts'
import { all, integer, is, listOf, mapOf, openObjectOf, optional, text } from '../snapshot/lines/shape.ts'
import {
  INSTANCE_PATTERN,
  LABEL_NAME_PATTERN,
  LABEL_VALUE_PATTERN,
  MAX_CLIENT_HEADER_BYTES,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_FORMATS,
  MAX_LABELS,
  MAX_REJECTION_CHARACTERS,
  REJECTION_CODE_PATTERN,
  SDK_PATTERN,
} from './client-bounds.ts'
import type { ClientMessage, Hello, RejectedFrame, Status } from './client-message.ts'

/** `unknown` is a type of a later version, which is passed over; `malformed` breaks the protocol. */
export type ParsedClientMessage =
  ClientMessage | { readonly type: 'unknown' } | { readonly type: 'malformed'; readonly problem: string }

const LARGEST_UINT32 = 2 ** 32 - 1

const like = (what: string, pattern: RegExp): Shape =>
  is(what, (value) => typeof value === 'string' && pattern.test(value))
const atMost = (what: string, most: number): Shape =>
  is(what, (value) => Object.keys(value as object).length <= most)

const epoch = integer(0, MAX_EPOCH)
const sequence = integer(0, Number.MAX_SAFE_INTEGER)
const standing = {
  applied: optional(openObjectOf({ epoch, sequence })),
  rejected: optional(
    openObjectOf({
      epoch: optional(epoch),
      sequence: optional(sequence),
      code: like('code', REJECTION_CODE_PATTERN),
      message: text,
    }),
  ),
}
const status = openObjectOf(standing)
const hello = openObjectOf({
  ...standing,
  sdk: openObjectOf({ name: like('name of an SDK', SDK_PATTERN), version: like('version', SDK_PATTERN) }),
  formats: all(listOf(integer(1, 65_535)), atMost('short list', MAX_FORMATS)),
  limits: openObjectOf({ frameBytes: integer(1, LARGEST_UINT32), payloadBytes: integer(1, LARGEST_UINT32) }),
  instance: like('instance', INSTANCE_PATTERN),
  labels: all(
    mapOf(like('value of a label', LABEL_VALUE_PATTERN)),
    atMost('small set of labels', MAX_LABELS),
    is('set of labels', (value) =>
      Object.keys(value as object).every((name) => LABEL_NAME_PATTERN.test(name)),
    ),
  ),
})

/** A message of a stream, whatever it is. Never throws. */
export function parseClientMessage(message: string): ParsedClientMessage {
  if (message.length > MAX_CLIENT_MESSAGE_BYTES) return malformed('it is too long')
  const value = parseJson(message)
  if (!isJsonObject(value)) return malformed('it is no JSON object')
  if (value['type'] === 'hello') return read(value, hello, helloOf)
  if (value['type'] === 'status') return read(value, status, statusOf)
  return typeof value['type'] === 'string' ? { type: 'unknown' } : malformed('it has no type')
}

/** The header of a poll, whatever it is. Never throws. */
export function parseClientHeader(header: string): Exclude<ParsedClientMessage, Status> {
  if (header.length > MAX_CLIENT_HEADER_BYTES) return malformed('it is too long')
  const parsed = parseClientMessage(header)
  return parsed.type === 'status' ? malformed('it is no hello') : parsed
}

function parseJson(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}

function read<T extends ClientMessage>(
  value: unknown,
  shape: Shape,
  take: (message: T) => T,
): ParsedClientMessage {
  const mismatch = shape(value, value)
  return mismatch === undefined ? take(value as T) : malformed(mismatch)
}

/** Without what is not named: whoever keeps it keeps what is bounded. */
const helloOf = ({ sdk, formats, limits, instance, labels, ...rest }: Hello): Hello => ({
  ...statusOf(rest),
  type: 'hello',
  sdk: { name: sdk.name, version: sdk.version },
  formats,
  limits: { frameBytes: limits.frameBytes, payloadBytes: limits.payloadBytes },
  instance,
  labels,
})

const statusOf = ({ applied, rejected }: Omit<Status, 'type'>): Status => ({
  type: 'status',
  ...(applied && { applied: { epoch: applied.epoch, sequence: applied.sequence } }),
  ...(rejected && { rejected: rejectedOf(rejected) }),
})

const rejectedOf = ({ epoch, sequence, code, message }: RejectedFrame): RejectedFrame => ({
  ...(epoch !== undefined && { epoch }),
  ...(sequence !== undefined && { sequence }),
  code,
  message: message.slice(0, MAX_REJECTION_CHARACTERS),
})

const malformed = (problem: string): ParsedClientMessage & { readonly type: 'malformed' } => ({
  type: 'malformed',
  problem,
})
