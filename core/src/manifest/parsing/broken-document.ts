import type { JsonValue } from '../../json.ts'
import { KNOWN_KINDS, type ManifestKind } from '../kinds.ts'

/**
 * A document that could not be parsed, as far as it can be told which one it is. Nobody is told that what it may
 * have defined does not exist.
 */
export interface BrokenDocument {
  readonly kind?: ManifestKind
  readonly name?: string
}

/** Which document a value was meant to be. */
export function describeBroken(value: JsonValue): BrokenDocument {
  const { kind, metadata } = (value ?? {}) as { kind?: unknown; metadata?: { name?: unknown } | null }
  return broken(kind, metadata?.name)
}

/** Which documents a text that is not YAML was probably meant to hold. */
export function guessBroken(text: string): BrokenDocument[] {
  return text
    .split(/^---/m)
    .filter((part) => /^[^%#\s]/m.test(part))
    .map(guess)
}

const KIND_LINE = /^kind:[ \t]*["']?(\w+)/
const NAME_LINE = /^[ \t]+name:[ \t]*["']?([^\s"'#]+)/

function guess(text: string): BrokenDocument {
  let kind: string | undefined
  let name: string | undefined
  let isMetadata = false
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) isMetadata = line.startsWith('metadata:')
    kind ??= KIND_LINE.exec(line)?.[1]
    if (isMetadata) name ??= NAME_LINE.exec(line)?.[1]
  }
  return broken(kind, name)
}

function broken(kind: unknown, name: unknown): BrokenDocument {
  const known = KNOWN_KINDS.find((candidate) => candidate.kind === kind)
  return { ...(known && { kind: known.kind }), ...(typeof name === 'string' && { name }) }
}
