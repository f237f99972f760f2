import type { Commit, ObjectId } from '../repository.ts'
import { DamagedObject } from './damaged-object.ts'

export interface ParsedCommit extends Commit {
  readonly tree: ObjectId
  readonly parents: readonly ObjectId[]
}

const MAX_TEXT_LENGTH = 200
/** The first and the last millisecond of the years 1 to 9999, which is what JavaScript and PostgreSQL both can say. */
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Reads a commit. What people's tools wrote into it about its author, date or encoding may be anything; only its tree
 * and parents must be what they are. Throws DamagedObject.
 */
export function parseCommit(id: ObjectId, content: Buffer): ParsedCommit {
  const headerEnd = content.indexOf('\n\n')
  const headers = content.subarray(0, headerEnd === -1 ? content.length : headerEnd)
  const lines = headers.toString('latin1').split('\n')
  const tree = /^tree ([0-9a-f]{40})$/.exec(lines[0] ?? '')?.[1]
  if (tree === undefined) throw new DamagedObject('a commit has no tree')
  const decode = decoderFor(valueOf(lines, 'encoding'))
  const author = valueOf(decode(headers).split('\n'), 'author')
  const message = headerEnd === -1 ? '' : decode(content.subarray(headerEnd + 2))
  return {
    id,
    tree,
    parents: lines.flatMap((line) => /^parent ([0-9a-f]{40})$/.exec(line)?.[1] ?? []),
    subject: shorten(message.trimStart().split(/\r?\n/, 1)[0] ?? ''),
    author: shorten(author.replace(/ -?\d+( [+-]\d+)?\s*$/, '')),
    committedAt: instantOf(valueOf(lines, 'committer')) ?? instantOf(valueOf(lines, 'author')) ?? 0,
  }
}

/** `''` where there is no such line. */
function valueOf(lines: readonly string[], name: string): string {
  return lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
}

/** Milliseconds since the epoch, of a line that ends as `1700000000 +0100`. */
function instantOf(line: string): number | undefined {
  const seconds = / (-?\d+)( [+-]\d+)?\s*$/.exec(line)?.[1]
  if (seconds === undefined) return undefined
  return Math.min(Math.max(Number(seconds) * 1000, FIRST_INSTANT), LAST_INSTANT)
}

function decoderFor(encoding: string): (bytes: Buffer) => string {
  try {
    const decoder = new TextDecoder(encoding === '' ? 'utf-8' : encoding)
    return (bytes) => decoder.decode(bytes)
  } catch {
    return (bytes) => bytes.toString('utf8')
  }
}

/** By characters, so that none is cut in half. */
function shorten(text: string): string {
  const start = text.replaceAll('\0', '').slice(0, 4 * MAX_TEXT_LENGTH)
  return Array.from(start).slice(0, MAX_TEXT_LENGTH).join('').trim()
}
