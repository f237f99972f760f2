import type { JsonValue } from '@evenkeel/core/json'
import { writeCanonicalJson } from '@evenkeel/core/json'
import type { Snapshot, SnapshotFlag } from '@evenkeel/core/snapshot'
import { SNAPSHOT_FORMAT_VERSION } from '@evenkeel/core/snapshot'
import type { Receiver, Source } from '../source/source.ts'

/** A source that a test holds in its hands; what is set is in use when the call returns. */
export interface InMemorySource extends Source {
  /** Makes the flag have this value for everyone. */
  set(flag: string, value: JsonValue): void
  setConfig(name: string, value: JsonValue): void
  /** Puts another snapshot in place of everything. */
  replace(snapshot: Snapshot): void
}

/**
 * Serves values by flag key, or a whole snapshot, from memory:
 * `createClient({ source: inMemorySource({ 'checkout-redesign': true }) })`. Clients may share one.
 */
export function inMemorySource(
  content: Readonly<Record<string, JsonValue>> | Snapshot = {},
  configs: Readonly<Record<string, JsonValue>> = {},
): InMemorySource {
  const receivers = new Set<Receiver>()
  let current = isSnapshot(content) ? content : snapshotOf(content, configs)
  const serve = (next: Snapshot) => {
    current = next
    for (const receiver of [...receivers]) receiver.snapshot(next)
  }
  return {
    kind: 'memory',
    start(receiver) {
      receivers.add(receiver)
      receiver.snapshot(current)
      return () => void receivers.delete(receiver)
    },
    set(flag, value) {
      serve(nextOf(current, { flags: new Map(current.flags).set(flag, constantFlag(value)) }))
    },
    setConfig(name, value) {
      serve(nextOf(current, { configs: new Map(current.configs).set(name, frozenCopy(value)) }))
    },
    replace: serve,
  }
}

function snapshotOf(
  flags: Readonly<Record<string, JsonValue>>,
  configs: Readonly<Record<string, JsonValue>>,
): Snapshot {
  const empty: Snapshot = {
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment: 'test',
    scope: 'default',
    boundaries: [],
    revision: { epoch: 0, sequence: 0, commit: '', stateHash: '' },
    contentHash: '',
    flags: new Map(),
    segments: new Map(),
    configs: new Map(),
  }
  return nextOf(empty, {
    flags: new Map(Object.entries(flags).map(([key, value]) => [key, constantFlag(value)])),
    configs: new Map(Object.entries(configs).map(([name, value]) => [name, frozenCopy(value)])),
  })
}

/** The next revision; equal contents have equal `contentHash`es, though these are not hashes here. */
function nextOf(before: Snapshot, parts: Partial<Pick<Snapshot, 'flags' | 'configs'>>): Snapshot {
  const { epoch, sequence } = before.revision
  const next = { ...before, ...parts, revision: { ...before.revision, epoch, sequence: sequence + 1 } }
  const content = [next.flags, next.segments, next.configs].map((map) => Object.fromEntries<unknown>(map))
  return { ...next, contentHash: writeCanonicalJson(content as JsonValue) }
}

function constantFlag(value: JsonValue): SnapshotFlag {
  const variants = typeof value === 'boolean' ? { on: true, off: false } : { value: frozenCopy(value) }
  const variant = typeof value === 'boolean' ? (value ? 'on' : 'off') : 'value'
  return {
    type: typeOf(value),
    state: 'ENABLED',
    variants,
    defaultVariant: variant,
    disabledVariant: variant,
    prerequisites: [],
    rules: [],
  }
}

function typeOf(value: JsonValue): SnapshotFlag['type'] {
  const type = typeof value
  return type === 'boolean' || type === 'string' || type === 'number' ? type : 'object'
}

/** The caller's own object is left alone. */
function frozenCopy(value: JsonValue): JsonValue {
  return deepFreeze(structuredClone(value))
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

/** No value has methods; the maps of a snapshot do, of whatever class they are. */
function isSnapshot(content: Readonly<Record<string, JsonValue>> | Snapshot): content is Snapshot {
  return typeof (content as Partial<Snapshot>).flags?.get === 'function'
}
