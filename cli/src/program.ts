import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { CommandLine } from './command-line.ts'
import { addBuildCommand } from './commands/build.ts'
import { addCodegenCommand } from './commands/codegen.ts'
import { addDiffCommand } from './commands/diff.ts'
import { addEvaluateCommand } from './commands/evaluate.ts'
import { addExplainCommand } from './commands/explain.ts'
import { addInitCommand } from './commands/init.ts'
import { addSchemasCommand } from './commands/schemas.ts'
import { addTestCommand } from './commands/test.ts'
import { addValidateCommand } from './commands/validate.ts'

export function createProgram(line: CommandLine): Command {
  const { host } = line
  const program = new Command('evenkeel')
    .description('Validate, test, evaluate, explain, compare and build a configuration repository.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      `
Where DIR is left out, it is the nearest folder with evenkeel.yaml, from here upwards.
What takes longer than EVENKEEL_ADMISSION_SECONDS (120) or needs more than EVENKEEL_ADMISSION_MEMORY_MIB (1024) is ended.
Exit codes: 0 ok, 1 issues found, 2 wrong usage, 70 it could not be done.`,
    )
  addInitCommand(program, line)
  addValidateCommand(program, line)
  addTestCommand(program, line)
  addEvaluateCommand(program, line)
  addExplainCommand(program, line)
  addDiffCommand(program, line)
  addBuildCommand(program, line)
  addCodegenCommand(program, line)
  addSchemasCommand(program, line)
  return program
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
