import { EVENT_ID, SCALAR_STYLE, getScalarValue, type Event, type ScalarEvent } from 'js-yaml'
import { MAX_COMMIT_ISSUES } from '../issue.ts'
import { quote } from '../quote.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'
import { scalarOffsets } from './scalar-offsets.ts'
import { TextLines } from './text-lines.ts'
import type { YamlDocument, YamlEntry, YamlMapping, YamlNode, YamlProblem, YamlScalar } from './yaml-node.ts'

/** Code units that are half of a character; only escapes can make them. */
const ILL_FORMED = /\p{Surrogate}/u

/** Builds the values of a text from the events of its parser, and notes what we do not accept of YAML. */
export class EventReader {
  readonly #text: string
  readonly #events: readonly Event[]
  #next = 0
  /** Where the last token ended: the place of a value that is not written at all. */
  #lastEnd = 0
  #problems: YamlProblem[] = []
  #lines: TextLines | undefined

  constructor(text: string, events: readonly Event[]) {
    this.#text = text
    this.#events = events
  }

  readDocuments(): YamlDocument[] {
    const documents: YamlDocument[] = []
    while (this.#next < this.#events.length) {
      this.#take()
      this.#problems = []
      const isEmpty = !isWritten(this.#events[this.#next])
      const root = this.#readNode()
      this.#take()
      if (!isEmpty) documents.push({ root, problems: this.#problems })
    }
    return documents
  }

  #readNode(): YamlNode {
    const event = this.#take()
    this.#refuseProperties(event)
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#withType(this.#readScalar(event))
      case EVENT_ID.SEQUENCE:
        return this.#readSequence(event.start)
      case EVENT_ID.MAPPING:
        return this.#readMapping(event.start)
      default:
        return { kind: 'sequence', start: this.#lastEnd, items: [] }
    }
  }

  #readSequence(start: number): YamlNode {
    this.#lastEnd = start + 1
    const items: YamlNode[] = []
    while (!this.#isAtPop()) items.push(this.#readNode())
    this.#take()
    return { kind: 'sequence', start, items }
  }

  #readMapping(start: number): YamlMapping {
    this.#lastEnd = start
    const entries = new Map<string, YamlEntry>()
    while (!this.#isAtPop()) {
      const key = this.#readKey()
      const value = this.#readNode()
      if (key) this.#addEntry(entries, { key, value })
    }
    this.#take()
    return { kind: 'mapping', start, entries }
  }

  #readKey(): YamlScalar | undefined {
    const event = this.#events[this.#next]
    if (event?.type !== EVENT_ID.SCALAR || !isWritten(event)) {
      this.#report(this.#readNode().start, {
        code: 'key-not-a-string',
        message: 'every key of a mapping is a string',
        hint: 'write the key as a word, or in quotes',
      })
      return undefined
    }
    this.#take()
    this.#refuseProperties(event)
    const key = this.#readScalar(event)
    if (event.style === SCALAR_STYLE.PLAIN && key.text === '<<') {
      this.#report(key.start, {
        code: 'yaml-merge-key',
        message: 'merge keys (`<<`) are not accepted: every document is whole as it stands',
        hint: 'write the fields out',
      })
    }
    return key
  }

  #addEntry(entries: Map<string, YamlEntry>, entry: YamlEntry): void {
    const name = entry.key.text
    const earlier = entries.get(name)
    if (earlier === undefined) {
      entries.set(name, entry)
      return
    }
    this.#lines ??= new TextLines(this.#text)
    const { line, column } = this.#lines.positionAt(earlier.key.start)
    this.#report(entry.key.start, {
      code: 'duplicate-key',
      message: `${quote(name)} is written twice in one mapping; the first is on line ${line}, column ${column}`,
      hint: 'delete or rename one of them',
    })
  }

  #readScalar(event: ScalarEvent): YamlScalar {
    const start = this.#startOf(event)
    const text = getScalarValue(this.#text, event)
    if (isWritten(event)) this.#lastEnd = event.valueEnd + (isQuoted(event) ? 1 : 0)
    if (ILL_FORMED.test(text)) {
      this.#report(start, {
        code: 'ill-formed-text',
        message: 'an escape in this string stands for half of a character',
        hint: 'write the character itself, or both halves of its surrogate pair',
      })
    }
    return { kind: 'scalar', start, text, event, value: text }
  }

  #withType(scalar: YamlScalar): YamlScalar {
    if (scalar.event.style !== SCALAR_STYLE.PLAIN) return scalar
    const resolved = resolvePlainScalar(scalar.text)
    if ('value' in resolved) return { ...scalar, value: resolved.value }
    this.#report(scalar.start, { code: 'inexact-number', ...resolved.problem })
    return scalar
  }

  /** The quote of a quoted scalar, the first character of any other. */
  #startOf(event: ScalarEvent): number {
    if (!isWritten(event)) return this.#lastEnd
    if (isQuoted(event)) return event.valueStart - 1
    return event.style === SCALAR_STYLE.PLAIN ? event.valueStart : (scalarOffsets(this.#text, event)[0] ?? 0)
  }

  #refuseProperties(event: Event): void {
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return
    if (event.anchorStart >= 0) {
      const isAlias = event.type === EVENT_ID.ALIAS
      this.#report(event.anchorStart - 1, {
        code: isAlias ? 'yaml-alias' : 'yaml-anchor',
        message: `${isAlias ? 'aliases (`*name`)' : 'anchors (`&name`)'} are not accepted: every value is written where it is used`,
        hint: isAlias
          ? 'write the value out, or quote it if it is text'
          : 'delete it, or quote it if it is text',
      })
    }
    if (event.type !== EVENT_ID.ALIAS && event.tagStart >= 0) {
      this.#report(event.tagStart, {
        code: 'yaml-tag',
        message: 'tags (`!name`) are not accepted: a value has the type it is written in',
        hint: 'delete it, or quote it if it is text; in a condition write $not(…)',
      })
    }
  }

  #isAtPop(): boolean {
    return this.#events[this.#next]?.type === EVENT_ID.POP
  }

  #take(): Event {
    const event = this.#events[this.#next++]
    if (event === undefined) throw new Error('the YAML parser closed less than it opened')
    return event
  }

  #report(offset: number, problem: Omit<YamlProblem, 'offset'>): void {
    if (this.#problems.length < MAX_COMMIT_ISSUES) this.#problems.push({ ...problem, offset })
  }
}

function isWritten(event: Event | undefined): boolean {
  return event?.type !== EVENT_ID.SCALAR || event.valueStart >= 0
}

function isQuoted(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
}
