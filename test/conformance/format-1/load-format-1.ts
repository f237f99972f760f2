import { readFileSync } from 'node:fs'
import type { SnapshotErrorCode } from '@evenkeel/core/errors'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { ConformanceCase } from '../load-conformance-files.ts'

/** What frames.json says, with what it names; the README beside the cases says what its fields mean. */
export interface Format1 {
  /** Ed25519, 32 bytes in base64. */
  readonly publicKey: string
  readonly read: readonly FrozenFrame[]
  readonly refused: readonly RefusedFrame[]
}

export interface FrozenFrame {
  readonly frame: string
  readonly signed: boolean
  readonly bytes: Uint8Array
  /** The payload's text. */
  readonly payload: string
  readonly reading: FrozenReading
}

export interface FrozenReading {
  readonly header: JsonObject
  readonly configs: Readonly<Record<string, JsonValue>>
  readonly cases: readonly FrozenCase[]
}

export type FrozenCase = Omit<ConformanceCase, 'environment'>

export interface RefusedFrame {
  readonly frame: string
  readonly bytes: Uint8Array
  readonly code: SnapshotErrorCode
  /** A part of what is said. */
  readonly because: string
}

interface WrittenFrame {
  readonly frame: string
  readonly payload: string
  readonly reading: string
  readonly signed: boolean
}

interface WrittenFormat1 {
  readonly publicKey: string
  readonly read: readonly WrittenFrame[]
  readonly refused: readonly Omit<RefusedFrame, 'bytes'>[]
}

export function loadFormat1(): Format1 {
  const { publicKey, read, refused } = parse('frames.json') as WrittenFormat1
  return {
    publicKey,
    read: read.map(({ frame, signed, payload, reading }) => ({
      frame,
      signed,
      bytes: bytesOf(frame),
      payload: bytesOf(payload).toString(),
      reading: parse(reading) as FrozenReading,
    })),
    refused: refused.map((entry) => ({ ...entry, bytes: bytesOf(entry.frame) })),
  }
}

const parse = (name: string): unknown => JSON.parse(bytesOf(name).toString())

const bytesOf = (name: string): Buffer => readFileSync(new URL(name, import.meta.url))
