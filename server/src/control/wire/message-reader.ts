import type { JsonValue } from '@evenkeel/core/json'
import { garbled } from '../control-faults.ts'
import type { Message, MessageLimits } from './message.ts'
import { HEADER_BYTES, MAGIC, MESSAGE_LIMITS } from './message.ts'

/** Puts messages together from a stream that is cut anywhere. After it has thrown it cannot go on. */
export class MessageReader {
  readonly #limits: MessageLimits
  /** What is being filled, how far it is, and what comes of it once it is full. */
  #part = new Uint8Array(HEADER_BYTES)
  #filled = 0
  #complete: (part: Uint8Array) => Message | undefined

  constructor(limits: MessageLimits = MESSAGE_LIMITS) {
    this.#limits = limits
    this.#complete = (part) => this.#readHeader(part)
  }

  /** The messages that `chunk` completes, in order. Throws ControlError `control-garbage`. */
  push(chunk: Uint8Array): readonly Message[] {
    const messages: Message[] = []
    let rest = chunk
    while (rest.length > 0) {
      const taken = rest.subarray(0, this.#part.length - this.#filled)
      this.#part.set(taken, this.#filled)
      this.#filled += taken.length
      rest = rest.subarray(taken.length)
      while (this.#filled === this.#part.length) {
        const message = this.#complete(this.#part)
        if (message) messages.push(message)
      }
    }
    return messages
  }

  #readNext(length: number, complete: (part: Uint8Array) => Message | undefined): undefined {
    this.#part = new Uint8Array(length)
    this.#filled = 0
    this.#complete = complete
  }

  #readHeader(part: Uint8Array): undefined {
    const header = new DataView(part.buffer)
    if (header.getUint32(0) !== MAGIC) throw garbled('a message does not begin as one')
    const jsonBytes = header.getUint32(4)
    const attachmentBytes = header.getUint32(8)
    if (jsonBytes === 0 || jsonBytes > this.#limits.jsonBytes) {
      throw garbled(`a message claims ${jsonBytes} bytes of JSON`)
    }
    if (attachmentBytes > this.#limits.attachmentBytes) {
      throw garbled(`a message claims ${attachmentBytes} bytes of attachments`)
    }
    this.#readNext(jsonBytes, (json) => this.#readJson(json, attachmentBytes))
  }

  #readJson(part: Uint8Array, attachmentBytes: number): undefined {
    const { body, lengths } = parseEnvelope(part)
    const total = lengths.reduce((sum, length) => sum + length, 0)
    if (total !== attachmentBytes) throw garbled('the lengths of its attachments do not add up')
    this.#readNext(attachmentBytes, (attachments) => {
      this.#readNext(HEADER_BYTES, (header) => this.#readHeader(header))
      return { body, attachments: split(attachments, lengths) }
    })
  }
}

function parseEnvelope(json: Uint8Array): { readonly body: JsonValue; readonly lengths: readonly number[] } {
  let envelope: unknown
  try {
    envelope = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch (cause) {
    throw garbled('the JSON of a message cannot be parsed', cause)
  }
  const [body, lengths] = (Array.isArray(envelope) ? envelope : []) as readonly unknown[]
  const areLengths =
    Array.isArray(lengths) && lengths.every((length) => Number.isSafeInteger(length) && Number(length) >= 0)
  if (body === undefined || !areLengths) throw garbled('the JSON of a message is not [body, lengths]')
  return { body: body as JsonValue, lengths: lengths as number[] }
}

/** Copies, so that whoever keeps one attachment does not keep all of them. */
function split(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  let end = 0
  return lengths.map((length) => {
    end += length
    return bytes.slice(end - length, end)
  })
}
