import { ConfigError } from '../errors.ts'
import type { TokenKind } from './token-authenticator.ts'
import { TOKEN_KINDS, isForOneEnvironment } from './token-authenticator.ts'
import type { TokenEntry } from './token-registry.ts'

const FIELDS = ['name', 'kind', 'environment', 'sha256']
const SHA256 = /^[0-9a-f]{64}$/

/**
 * Reads a tokens file: a JSON list of `{name, kind, environment?, sha256}`, with an environment exactly where the
 * kind is an SDK's. Throws ConfigError with every problem; a problem names the entry, never a hash.
 */
export function parseTokenEntries(text: string, path: string): readonly TokenEntry[] {
  const list = parseList(text, path)
  const problems: string[] = []
  const entries: TokenEntry[] = []
  const names = new Set<string>()
  for (const [index, item] of list.entries()) {
    const where = `${path}: entry ${index + 1}`
    const found = entryProblems(item)
    problems.push(...found.map((problem) => `${where} ${problem}`))
    if (found.length > 0) continue
    const { name, kind, environment, sha256 } = item as Readonly<Record<string, string>>
    if (names.has(name ?? '')) problems.push(`${where} has the name "${name ?? ''}" of an earlier one`)
    names.add(name ?? '')
    entries.push({
      principal: {
        name: name ?? '',
        kind: kind as TokenKind,
        ...(environment !== undefined && { environment }),
      },
      sha256: Buffer.from(sha256 ?? '', 'hex'),
    })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return entries
}

function parseList(text: string, path: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // JSON's own message repeats the text, which may hold what is secret.
    throw new ConfigError([`The tokens file ${path} is not JSON`])
  }
  if (!Array.isArray(value)) {
    throw new ConfigError([
      `The tokens file ${path} is not a list: write [{"name": …, "kind": …, "sha256": …}]`,
    ])
  }
  return value
}

function entryProblems(item: unknown): string[] {
  if (typeof item !== 'object' || item === null) return ['is not an object']
  const { name, kind, environment, sha256 } = item as Readonly<Record<string, unknown>>
  const problems = Object.keys(item)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => `has an unknown field "${field}"; there are ${FIELDS.join(', ')}`)
  if (typeof name !== 'string' || name === '') problems.push('needs a "name", for logs')
  if (!(TOKEN_KINDS as readonly unknown[]).includes(kind)) {
    problems.push(`needs a "kind": ${TOKEN_KINDS.join(', ')}`)
  }
  if (typeof sha256 !== 'string' || !SHA256.test(sha256)) {
    problems.push('needs a "sha256": the token\'s SHA-256 as 64 lower-case hexadecimal digits')
  }
  const isSdk = isForOneEnvironment(kind)
  if (isSdk && (typeof environment !== 'string' || environment === '')) {
    problems.push(`needs an "environment": a token of kind ${kind} is good for one`)
  }
  if (!isSdk && environment !== undefined) {
    problems.push('must not have an "environment": only the tokens of SDKs are for one')
  }
  return problems
}
