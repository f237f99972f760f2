import { SCALAR_STYLE } from 'js-yaml'
import type { DocumentPath } from '../issue.ts'
import type { Position } from '../source-file.ts'
import { scalarOffsets } from './scalar-offsets.ts'
import type { TextLines } from './text-lines.ts'
import type { YamlNode, YamlScalar } from './yaml-node.ts'

/** Finds the places of a document's values in its text. */
export class DocumentPlaces {
  readonly #root: YamlNode
  readonly #text: string
  readonly #lines: TextLines

  constructor(root: YamlNode, text: string, lines: TextLines) {
    this.#root = root
    this.#text = text
    this.#lines = lines
  }

  /** The value at `path`, or the nearest ancestor that is in the text; `offset` counts into a string. */
  locate(path: DocumentPath, offset?: number): Position {
    const { node, isExact } = find(this.#root, path)
    if (offset === undefined || !isExact || node.kind !== 'scalar') return this.#lines.positionAt(node.start)
    const offsets = scalarOffsets(this.#text, node.event)
    return this.#lines.positionAt(offsets[Math.min(offset, offsets.length - 1)] ?? node.start)
  }

  /** The key under which the value at `path` is, or the nearest ancestor's value. */
  locateKey(path: DocumentPath): Position {
    const parent = find(this.#root, path.slice(0, -1))
    const key = parent.isExact ? entryOf(parent.node, path.at(-1))?.key : undefined
    return key ? this.#lines.positionAt(key.start) : this.locate(path)
  }

  /** The scalar at `path` as it is written, decoded but not typed: `12.50`. */
  textAt(path: DocumentPath): string | undefined {
    return this.#scalarAt(path)?.text
  }

  /** Whether a comment directly follows the unquoted scalar at `path`, which may be a part of it that YAML took. */
  isFollowedByComment(path: DocumentPath): boolean {
    const scalar = this.#scalarAt(path)
    if (scalar?.event.style !== SCALAR_STYLE.PLAIN) return false
    return /^[ \t]+#/.test(this.#text.slice(scalar.event.valueEnd, scalar.event.valueEnd + 256))
  }

  #scalarAt(path: DocumentPath): YamlScalar | undefined {
    const { node, isExact } = find(this.#root, path)
    return isExact && node.kind === 'scalar' ? node : undefined
  }
}

function find(root: YamlNode, path: DocumentPath): { node: YamlNode; isExact: boolean } {
  let node = root
  for (const part of path) {
    const next = node.kind === 'sequence' ? node.items[Number(part)] : entryOf(node, part)?.value
    if (!next) return { node, isExact: false }
    node = next
  }
  return { node, isExact: true }
}

function entryOf(node: YamlNode, key: string | number | undefined) {
  return node.kind === 'mapping' ? node.entries.get(String(key)) : undefined
}
