import { EVENT_ID, YAMLException, parseEvents, type Event } from 'js-yaml'
import { EventReader } from './event-reader.ts'
import { findForbiddenCharacter } from './find-forbidden-character.ts'
import type { YamlDocument, YamlProblem } from './yaml-node.ts'

/** Collections inside one another, at most. */
const MAX_DEPTH = 32

export interface YamlStream {
  /** Without those that are empty; none at all when the text is not YAML. */
  readonly documents: readonly YamlDocument[]
  /** What is wrong with the text as a whole. */
  readonly problems: readonly YamlProblem[]
}

/**
 * Reads the YAML we accept, which JSON is a part of: the YAML 1.2 core schema without directives, anchors, aliases,
 * tags and merge keys, with unique string keys and exact numbers. Never throws.
 */
export function readYaml(text: string): YamlStream {
  const forbidden = findForbiddenCharacter(text)
  if (forbidden) return { documents: [], problems: [forbidden] }
  const events = parse(text)
  if (!Array.isArray(events)) return { documents: [], problems: [events] }
  const directive = findDirective(text, events)
  return directive
    ? { documents: [], problems: [directive] }
    : { documents: new EventReader(text, events).readDocuments(), problems: [] }
}

function parse(text: string): Event[] | YamlProblem {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH + 1 })
  } catch (error) {
    if (error instanceof YAMLException) return explain(text, error)
    throw error
  }
}

function explain(text: string, error: YAMLException): YamlProblem {
  const offset = Math.min(error.mark?.position ?? 0, text.length)
  if (error.reason.startsWith('nesting exceeded')) {
    return {
      code: 'too-deep',
      message: `lists and mappings are nested more than ${MAX_DEPTH} deep`,
      hint: 'flatten the value',
      offset,
    }
  }
  const hint = hintFor(text, offset, error.reason)
  return { code: 'not-yaml', message: `this is not YAML: ${error.reason}`, ...(hint && { hint }), offset }
}

const IF_LINE = /^\s*(?:-\s+)*["']?if["']?\s*:\s/

function hintFor(text: string, offset: number, reason: string): string | undefined {
  if (isOnIfLine(text, offset)) {
    return 'YAML read a part of the expression as its own syntax: write `if: >-` and put the expression on the next line, indented'
  }
  const character = text.charAt(offset)
  if (/[@`%]/.test(character)) return `put the value in quotes: none begins with ${character} without them`
  if (reason.includes('tab characters')) return 'indent with spaces'
  if (reason.includes('single quoted') || reason.includes('double quoted')) return 'close the quote'
  if (reason.includes('deficient indentation')) {
    return 'indent the further lines of a value more than its key, or close the quote or bracket before it'
  }
  if (reason.includes('bad indentation')) return 'indent entries of one mapping or list alike'
  return undefined
}

/** Whether the line of an offset, or the last one before it that says anything, begins with `if:`. */
function isOnIfLine(text: string, offset: number): boolean {
  const lineEnd = text.indexOf('\n', offset)
  const lines = text.slice(Math.max(0, offset - 8192), lineEnd === -1 ? text.length : lineEnd).split('\n')
  const here = lines.pop() ?? ''
  const before = lines.findLast((line) => line.trim() !== '') ?? ''
  return IF_LINE.test(here) || IF_LINE.test(before)
}

/** `%` begins no YAML node, so where it begins a line outside of every scalar it is a directive. */
function findDirective(text: string, events: readonly Event[]): YamlProblem | undefined {
  const scalars = events.filter((event) => event.type === EVENT_ID.SCALAR)
  let next = 0
  for (const { index } of text.matchAll(/^%/gm)) {
    while ((scalars[next]?.valueEnd ?? Infinity) <= index) next++
    if ((scalars[next]?.valueStart ?? Infinity) <= index) continue
    return {
      code: 'yaml-directive',
      message: 'YAML directives are not accepted: every document means the same without one',
      hint: 'delete the line',
      offset: index,
    }
  }
  return undefined
}
