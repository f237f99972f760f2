import type { ServerOption } from './server-options.ts'
import { OPTION_ENTRIES } from './server-options.ts'

const WIDTH = 31

/** What `--help` prints. */
export function describeUsage(): string {
  const lines = OPTION_ENTRIES.map(([, option]) => {
    const written = option.type.kind === 'secret' ? '' : `--${option.name} <${placeholderOf(option)}>`
    return `  ${written.padEnd(WIDTH)} ${option.variable}${defaultOf(option)}\n      ${option.description}`
  })
  return `Serves feature flags and configuration from a Git repository.

Usage: evenkeel-server --repo <address or path> [options]
       evenkeel-server token --kind <kind> --name <name> [--environment <name>]
       evenkeel-server keys list|add|retire
       evenkeel-server restore [--above <epoch>.<sequence>]

An option is a flag or an environment variable; the flag wins. Secrets are variables only.

${lines.join('\n')}
`
}

/** The text of docs/server-options.md. */
export function describeOptions(): string {
  const items = OPTION_ENTRIES.map(([, option]) => {
    const flag = option.type.kind === 'secret' ? '' : `\`--${option.name}\` or `
    const fallback = option.default ? ` Default \`${option.default}\`.` : ''
    const demand = `${option.required ? ' Required.' : ''}${fallback}${limitsOf(option)}`
    return `- ${flag}\`${option.variable}\`: ${option.description}${demand}`
  })
  return `# Options of the server

An option is a flag or an environment variable; the flag wins. Secrets are variables only, because every process of a
machine can read the command line of the others. All problems with options are reported together, and then the server
does not start.

${items.join('\n')}
`
}

const placeholderOf = ({ type }: ServerOption): string =>
  type.kind === 'choice' ? type.choices.join('|') : type.kind === 'text' ? 'value' : type.kind

const defaultOf = (option: ServerOption): string =>
  option.required ? ' (required)' : option.default ? ` (default ${option.default})` : ''

function limitsOf({ type }: ServerOption): string {
  if (type.kind === 'choice') return ` One of ${type.choices.map((choice) => `\`${choice}\``).join(', ')}.`
  if (type.kind === 'integer') return ` From ${type.min} to ${type.max}.`
  if (type.kind === 'seconds') return ` From ${type.min} to ${type.max} seconds.`
  return ''
}
