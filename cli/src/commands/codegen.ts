import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import type { CodegenTarget } from '../codegen/write-declaration.ts'
import { CODEGEN_TARGETS, writeDeclaration } from '../codegen/write-declaration.ts'
import type { CommandLine } from '../command-line.ts'
import { displayPath } from '../display-path.ts'
import type { ExitCode } from '../errors.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import { writeFileAtomically } from '../files/write-file.ts'
import type { Host } from '../host.ts'
import { writeChangedLines } from '../report/changed-lines.ts'
import { plural } from '../report/plural.ts'
import { styleFor } from '../report/style.ts'
import { requireManifests } from '../required-manifests.ts'

interface CodegenOptions {
  readonly out: string
  readonly target: CodegenTarget
  readonly check?: true
}

export function addCodegenCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('codegen')
    .summary('write TypeScript types for flags, configs and the context')
    .description(
      'Write a TypeScript declaration of every flag, config and context attribute, so that an unknown key or a wrong type is an error of the compiler. Keep the file with the source of your service, where tsconfig.json includes it.',
    )
    .argument('[dir]', 'folder of the configuration repository')
    .option('--out <file>', 'file to write', 'evenkeel.d.ts')
    .addOption(
      new Option('--target <target>', 'whose calls are typed: @evenkeel/sdk, OpenFeature’s SDKs, or both')
        .choices(CODEGEN_TARGETS)
        .default('sdk'),
    )
    .option('--check', 'write nothing, and exit with 1 when the file is out of date')
    .addHelpText(
      'after',
      `
Examples:
  evenkeel codegen ../shop-config --out src/evenkeel.d.ts
  evenkeel codegen ../shop-config --out src/evenkeel.d.ts --check   in CI
  evenkeel codegen ../shop-config --target openfeature              needs skipLibCheck in tsconfig.json`,
    )
    .action(async (directory: string | undefined, options: CodegenOptions) =>
      finish(await codegen(host, directory, options)),
    )
}

async function codegen(
  host: Host,
  directory: string | undefined,
  { out, target, check }: CodegenOptions,
): Promise<ExitCode> {
  const root = requireConfigRoot(host.cwd, directory)
  const manifests = await requireManifests({
    tree: workingTree(root),
    name: 'the work tree',
    displayPath: (file) => displayPath(host.cwd, root, file),
  })
  const file = resolve(host.cwd, out)
  const declaration = writeDeclaration(manifests, target)
  const found = await findText(file)
  const style = styleFor(host.stdout, host.env)
  if (found === declaration) {
    host.stdout.write(`${style.green('✓')} ${out} is up to date\n`)
    return 0
  }
  if (check) {
    const wrong =
      found === undefined
        ? `there is no ${out}: `
        : `${out} is out of date:\n\n${writeChangedLines(found, declaration, style)}\n`
    host.stdout.write(`${style.red('✗')} ${wrong}run the same command without --check, and commit the file\n`)
    return 1
  }
  await writeFileAtomically(file, declaration)
  const what = `${plural(manifests.flags.size, 'flag')}, ${plural(manifests.configs.size, 'config')}`
  host.stdout.write(`${style.green('✓')} wrote ${out}: ${what}\n`)
  return 0
}

/** As it is after a checkout on any system: CRLF reads as LF. Undefined when there is no such file. */
async function findText(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') return undefined
    throw error
  }
}
