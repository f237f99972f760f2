import type { JsonValue } from '@evenkeel/core/json'
import { writeCanonicalJson } from '@evenkeel/core/json'
import type { Snapshot, SnapshotFlag } from '@evenkeel/core/snapshot'
import { SNAPSHOT_FORMAT_VERSION } from '@evenkeel/core/snapshot'
import type { FlagType } from '@evenkeel/core/manifest'
import type { Receiver, Source } from '../source/source.ts'
import type { ConfigName, ConfigOf, FlagKey, ValueOf } from '../typed-keys.ts'

type AnyFlag = FlagKey<FlagType>
type FlagValues = { readonly [K in AnyFlag]?: ValueOf<K, JsonValue> | undefined }
type ConfigValues = { readonly [K in ConfigName]?: ConfigOf<K, JsonValue> | undefined }

/** A source that a test holds in its hands; what is set is in use when the call returns. */
export interface InMemorySource extends Source {
  /** Makes the flag have this value for everyone, and ends its overrides. */
  set<K extends AnyFlag>(flag: K, value: ValueOf<K, JsonValue>): void
  setConfig<K extends ConfigName>(name: K, value: ConfigOf<K, JsonValue>): void
  /**
   * Like `set`, until the way back that it gives is called: the flag is then what it would be without, rules included.
   * Overrides of one flag may end in any order; the newest counts.
   */
  override<K extends AnyFlag>(flag: K, value: ValueOf<K, JsonValue>): () => void
  /** Puts another snapshot in place of everything, overrides included. */
  replace(snapshot: Snapshot): void
}

/**
 * Serves values by flag key, or a whole snapshot, from memory:
 * `createClient({ source: inMemorySource({ 'checkout-redesign': true }) })`. Clients may share one.
 */
export function inMemorySource(
  content: FlagValues | Snapshot = {},
  configs: ConfigValues = {},
): InMemorySource {
  const receivers = new Set<Receiver>()
  let current = isSnapshot(content) ? content : snapshotOf(content, configs)
  /** The flags without overrides, which are in the order they were made. */
  let flags = current.flags
  let overrides: readonly (readonly [key: string, flag: SnapshotFlag])[] = []
  const serve = (next: Snapshot) => {
    current = next
    for (const receiver of [...receivers]) receiver.snapshot(next)
  }
  const serveFlags = () => {
    serve(nextOf(current, { flags: new Map([...flags, ...overrides]) }))
  }
  return {
    kind: 'memory',
    start(receiver) {
      receivers.add(receiver)
      receiver.snapshot(current)
      return () => void receivers.delete(receiver)
    },
    set(flag, value) {
      flags = new Map(flags).set(flag, constantFlag(value))
      overrides = overrides.filter(([key]) => key !== flag)
      serveFlags()
    },
    override(flag, value) {
      const override = [flag, constantFlag(value)] as const
      overrides = [...overrides, override]
      serveFlags()
      return () => {
        if (!overrides.includes(override)) return
        overrides = overrides.filter((each) => each !== override)
        serveFlags()
      }
    },
    setConfig(name, value) {
      serve(nextOf(current, { configs: new Map(current.configs).set(name, frozenCopy(value)) }))
    },
    replace(snapshot) {
      flags = snapshot.flags
      overrides = []
      serve(snapshot)
    },
  }
}

function snapshotOf(flags: FlagValues, configs: ConfigValues): Snapshot {
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
    flags: new Map(valuesIn(flags).map(([key, value]) => [key, constantFlag(value)])),
    configs: new Map(valuesIn(configs).map(([name, value]) => [name, frozenCopy(value)])),
  })
}

/** Undefined is no value. */
function valuesIn(values: Readonly<Record<string, JsonValue | undefined>>): (readonly [string, JsonValue])[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  )
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
function isSnapshot(content: FlagValues | Snapshot): content is Snapshot {
  return typeof (content as Partial<Snapshot>).flags?.get === 'function'
}
