import { messageOf, SnapshotError } from '../../errors.ts'
import { freezeJson } from './freeze-json.ts'
import type { Shape } from './shape.ts'
import { requireShape } from './shape.ts'
import type { LineKind } from './snapshot-line.ts'

/** What the lines of a map are. */
export interface LineReading {
  readonly kind: LineKind
  readonly shape: Shape
}

/**
 * Documents by name over their lines of a payload. Until a document is first asked for, all that is kept of it is
 * where its line starts; a line that then proves wrong throws SnapshotError `malformed`. Values are frozen.
 */
export class LineMap<V> implements ReadonlyMap<string, V> {
  /** The lines, each with its line feed. */
  readonly text: string
  readonly #starts: ReadonlyMap<string, number>
  readonly #reading: LineReading
  readonly #values = new Map<string, V>()

  /** `starts` tells where in `text` the line of each name starts. */
  constructor(text: string, starts: ReadonlyMap<string, number>, reading: LineReading) {
    this.text = text
    this.#starts = starts
    this.#reading = reading
  }

  get size(): number {
    return this.#starts.size
  }

  has(name: string): boolean {
    return this.#starts.has(name)
  }

  get(name: string): V | undefined {
    const held = this.#values.get(name)
    if (held !== undefined) return held
    const line = this.lineOf(name)
    if (line === undefined) return undefined
    const value = this.#parse(name, line)
    this.#values.set(name, value)
    return value
  }

  /** The canonical line of a document, without its line feed: equal documents have equal lines. */
  lineOf(name: string): string | undefined {
    const start = this.#starts.get(name)
    return start === undefined ? undefined : this.text.slice(start, this.text.indexOf('\n', start))
  }

  forEach(visit: (value: V, name: string, map: ReadonlyMap<string, V>) => void, self?: unknown): void {
    for (const [name, value] of this) visit.call(self, value, name, this)
  }

  keys(): MapIterator<string> {
    return this.#starts.keys()
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this) yield value
  }

  entries(): Generator<[string, V], undefined> {
    return this[Symbol.iterator]()
  }

  *[Symbol.iterator](): Generator<[string, V], undefined> {
    for (const name of this.#starts.keys()) yield [name, this.get(name) as V]
  }

  #parse(name: string, line: string): V {
    const { kind, shape } = this.#reading
    try {
      const parts = JSON.parse(line) as readonly unknown[]
      if (parts.length !== 3) throw new TypeError('the line does not have three parts')
      const value = parts[2]
      freezeJson(value)
      requireShape(shape, value, kind)
      return value as V
    } catch (cause) {
      throw new SnapshotError('malformed', `${name} cannot be read: ${messageOf(cause)}`, { cause })
    }
  }
}
