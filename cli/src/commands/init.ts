import { relative, resolve } from 'node:path'
import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { UsageError } from '../errors.ts'
import { copyTemplate, isOccupied } from '../files/template.ts'
import type { Host } from '../host.ts'
import { styleFor } from '../report/style.ts'

export function addInitCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('init')
    .summary('write a new configuration repository')
    .description(
      'Write a complete configuration repository to start from: flags, segments, configs, tests, editor schemas and a workflow that validates pull requests.',
    )
    .argument('<dir>', 'folder to write into; it must not hold anything yet')
    .addHelpText(
      'after',
      `
Examples:
  evenkeel init shop-config
  git init && evenkeel init .`,
    )
    .action(async (directory: string) => {
      await init(host, directory)
      finish(0)
    })
}

async function init(host: Host, directory: string): Promise<void> {
  const target = resolve(host.cwd, directory)
  if (await isOccupied(target)) {
    throw new UsageError(`${directory} is not empty`, 'name a folder that does not exist yet')
  }
  await copyTemplate(target)
  const style = styleFor(host.stdout, host.env)
  const folder = relative(host.cwd, target)
  host.stdout.write(`${style.green('✓')} wrote a configuration repository to ${directory}

Next:
${folder === '' ? '' : `  cd ${folder}\n`}  evenkeel validate
  evenkeel evaluate checkout-redesign --env production --context '{"targetingKey": "customer-1"}'
  git init -b main && git add . && git commit -m "Start the configuration repository"

README.md says how to add a flag, ramp it and test it. It is written for the people who open pull requests.
`)
}
