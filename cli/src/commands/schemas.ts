import { join } from 'node:path'
import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { displayPath } from '../display-path.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { writeFileAtomically } from '../files/write-file.ts'
import type { Host } from '../host.ts'
import { plural } from '../report/plural.ts'
import { styleFor } from '../report/style.ts'
import { schemaFiles } from '../schema-files.ts'

export function addSchemasCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('schemas')
    .summary('write the JSON Schemas your editor uses')
    .description('Write the JSON Schema of every kind to schemas/, for completion and marks while you type.')
    .argument('[dir]', 'folder of the configuration repository')
    .addHelpText(
      'after',
      `
Example:
  evenkeel schemas   after updating the evenkeel command`,
    )
    .action(async (directory: string | undefined) => {
      await writeSchemas(host, directory)
      finish(0)
    })
}

async function writeSchemas(host: Host, directory: string | undefined): Promise<void> {
  const root = requireConfigRoot(host.cwd, directory)
  const files = schemaFiles()
  for (const { path, text } of files) await writeFileAtomically(join(root, path), text)
  const style = styleFor(host.stdout, host.env)
  const folder = displayPath(host.cwd, root, 'schemas')
  host.stdout.write(`${style.green('✓')} wrote ${plural(files.length, 'schema')} to ${folder}\n`)
}
