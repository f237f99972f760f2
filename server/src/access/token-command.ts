import { ConfigError } from '../errors.ts'
import { parseArgs } from 'node:util'
import type { TokenKind } from './token-authenticator.ts'
import { TOKEN_KINDS, isForOneEnvironment } from './token-authenticator.ts'
import { generateToken, hashToken } from './token.ts'

export const describeTokenUsage = (): string =>
  `Makes a token, and the entry to put into the list in EVENKEEL_TOKENS_FILE.

Usage: evenkeel-server token --kind <${TOKEN_KINDS.join('|')}> --name <name> [--environment <name>]

  sdk-server  a service: gets the snapshots of one environment
  sdk-client  a browser or phone: gets evaluated values of one environment
  operator    a person or tool that looks at, and acts on, every environment
  admin       everything
`

/** What to print for `evenkeel-server token …`. Throws ConfigError. */
export function runTokenCommand(args: readonly string[]): string {
  const { kind, name, environment } = readArguments(args)
  const token = generateToken(kind)
  const entry = {
    name,
    kind,
    ...(environment !== undefined && { environment }),
    sha256: hashToken(token).toString('hex'),
  }
  return `Token, shown this once; give it to ${name}:

${token}

Entry for the list in the tokens file; the token cannot be found out from it:

${JSON.stringify(entry, null, 2)}
`
}

interface TokenArguments {
  readonly kind: TokenKind
  readonly name: string
  readonly environment?: string
}

function readArguments(args: readonly string[]): TokenArguments {
  const { kind, name, environment } = parse(args)
  const problems: string[] = []
  const known = TOKEN_KINDS.find((candidate) => candidate === kind)
  if (!known) problems.push(`--kind must be one of ${TOKEN_KINDS.join(', ')}`)
  if (name === undefined || name === '')
    problems.push('--name is required: it says in logs whose token it is')
  const isSdk = isForOneEnvironment(known)
  if (isSdk && !environment)
    problems.push(`--environment is required: a token of kind ${known} is good for one`)
  if (known && !isSdk && environment !== undefined) {
    problems.push(`--environment does not go with --kind ${known}, which is for all of them`)
  }
  if (!known || name === undefined || problems.length > 0) throw new ConfigError(problems)
  return { kind: known, name, ...(environment !== undefined && { environment }) }
}

const text = { type: 'string' } as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { kind: text, name: text, environment: text } }).values
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)])
  }
}
