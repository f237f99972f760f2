import { parseArgs } from 'node:util'
import { findNearestName } from '@evenkeel/core/nearest-name'
import type { OptionKey, ServerOption } from './server-options.ts'
import { OPTION_ENTRIES } from './server-options.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** An option as it was written, and how to call it when it is wrong. */
interface WrittenOption {
  readonly text: string
  readonly calledAs: string
}

export interface WrittenOptions {
  readonly options: ReadonlyMap<OptionKey, WrittenOption>
  readonly problems: readonly string[]
}

/** Collects flags and variables as text; a flag beats a variable, and an empty variable counts as not set. */
export function readOptions(args: readonly string[], environment: Environment): WrittenOptions {
  const flags = readFlags(args)
  const options = new Map<OptionKey, WrittenOption>()
  for (const [key, option] of OPTION_ENTRIES) {
    const flag = flags.values.get(option.name)
    const variable = environment[option.variable]
    if (flag !== undefined) options.set(key, { text: flag, calledAs: `--${option.name}` })
    else if (variable !== undefined && variable !== '') {
      options.set(key, { text: variable, calledAs: option.variable })
    }
  }
  return { options, problems: [...flags.problems, ...misspelledVariables(environment)] }
}

interface Flags {
  readonly values: ReadonlyMap<string, string>
  readonly problems: readonly string[]
}

function readFlags(args: readonly string[]): Flags {
  const byName = new Map(OPTION_ENTRIES.map(([, option]) => [option.name, option]))
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([...byName.keys()].map((name) => [name, { type: 'string' as const }])),
    strict: false,
    tokens: true,
  })
  const values = new Map<string, string>()
  const problems: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      problems.push(`"${token.value}" is not an option: options are written --name value`)
    }
    if (token.kind !== 'option') continue
    const problem = flagProblem(token.rawName, byName.get(token.name), token.value)
    if (problem !== undefined) problems.push(problem)
    else if (values.has(token.name)) problems.push(`${token.rawName} is given twice`)
    else values.set(token.name, token.value ?? '')
  }
  return { values, problems }
}

function flagProblem(
  rawName: string,
  option: ServerOption | undefined,
  value: string | undefined,
): string | undefined {
  if (!option) {
    const flags = OPTION_ENTRIES.filter(([, { type }]) => type.kind !== 'secret').map(([, { name }]) => name)
    const nearest = findNearestName(rawName.replace(/^-+/, ''), flags)
    return `There is no option ${rawName}${nearest ? `: did you mean --${nearest}?` : ''}; --help lists them`
  }
  if (option.type.kind === 'secret') {
    return `${rawName} is a secret, and every process can read the command line: set ${option.variable} instead`
  }
  if (value === undefined || value === '' || value.startsWith('--')) return `${rawName} needs a value`
  return undefined
}

const PREFIX = 'EVENKEEL_'
/** Of the CLI and of services, which may well run beside a server. */
const VARIABLES_OF_OTHERS = ['EVENKEEL_URL', 'EVENKEEL_TOKEN']

/** Other programs have variables of that prefix too, so only those that are nearly one of ours are a problem. */
function misspelledVariables(environment: Environment): string[] {
  const variables = OPTION_ENTRIES.map(([, { variable }]) => variable)
  const known = variables.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length))
  return Object.keys(environment).flatMap((name) => {
    if (!name.startsWith(PREFIX) || variables.includes(name) || VARIABLES_OF_OTHERS.includes(name)) return []
    const nearest = findNearestName(name.slice(PREFIX.length), known)
    return nearest ? [`There is no variable ${name}: did you mean ${PREFIX}${nearest}?`] : []
  })
}
