import type { JsonValue } from '../../json.ts'
import { OWN_KINDS } from '../schema/manifest-schemas.ts'
import type { ManifestKind } from '../manifest.ts'
import { OPEN_SLO_KINDS } from '../kinds/open-slo.ts'

/**
 * A document that could not be parsed, as far as it can be told which one it is. Nobody is told that what it may
 * have defined does not exist.
 */
export interface BrokenDocument {
  readonly kind?: ManifestKind
  readonly name?: string
}

const KINDS: readonly ManifestKind[] = [...OWN_KINDS, ...OPEN_SLO_KINDS]

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
  const known = KINDS.find((candidate) => candidate === kind)
  return { ...(known !== undefined && { kind: known }), ...(typeof name === 'string' && { name }) }
}
