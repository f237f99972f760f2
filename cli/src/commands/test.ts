import type { Command } from 'commander'
import { readAdmittedTree } from '../admitted-tree.ts'
import type { CommandLine } from '../command-line.ts'
import { displayPath } from '../display-path.ts'
import type { ExitCode } from '../errors.ts'
import { RefusedTreeError } from '../errors.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import type { Host } from '../host.ts'
import { writeFlagTests } from '../report/flag-tests.ts'
import { styleFor } from '../report/style.ts'

export function addTestCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('test')
    .summary('run the flag tests')
    .description('Evaluate every case of every FlagTest and say which do not hold: expected and actual.')
    .argument('[dir]', 'folder of the configuration repository')
    .addHelpText(
      'after',
      `
Example:
  evenkeel test`,
    )
    .action(async (directory: string | undefined) => finish(await test(host, directory)))
}

async function test(host: Host, directory: string | undefined): Promise<ExitCode> {
  const startedAt = host.clock.now()
  const root = requireConfigRoot(host.cwd, directory)
  const called = (file: string) => displayPath(host.cwd, root, file)
  const { flagTests, issues, sources } = await readAdmittedTree(workingTree(root))
  if (flagTests === undefined) {
    const errors = issues.filter(({ severity }) => severity === 'error')
    const report = { issues: errors, sources, displayPath: called }
    throw new RefusedTreeError('no test can run before these issues are put right', report)
  }
  const durationMs = host.clock.now() - startedAt
  const style = styleFor(host.stdout, host.env)
  host.stdout.write(writeFlagTests({ results: flagTests, displayPath: called, durationMs }, style))
  return flagTests.every(({ passed }) => passed) ? 0 : 1
}
