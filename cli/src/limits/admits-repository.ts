const ADMITTING_VERBS = new Set(['validate', 'test', 'evaluate', 'explain', 'diff', 'build', 'codegen'])
const ASKS_FOR_HELP = new Set(['-h', '--help'])

/** Whether a command line has a repository's files read, parsed and compiled here. */
export function admitsRepository(argv: readonly string[]): boolean {
  const [verb = ''] = argv
  return (
    ADMITTING_VERBS.has(verb) &&
    !argv.some((argument) => ASKS_FOR_HELP.has(argument) || isServerAddress(argument))
  )
}

/** Where a server is asked, it has done that. */
function isServerAddress(argument: string): boolean {
  return argument === '--url' || argument.startsWith('--url=')
}
