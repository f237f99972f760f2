import type { Command } from 'commander'
import { Option } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { diffManifests } from '../diff/diff-manifests.ts'
import type { EnvironmentDiff } from '../diff/diff-manifests.ts'
import { readRevision } from '../diff/read-revision.ts'
import { UsageError } from '../errors.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import type { Host } from '../host.ts'
import type { Comparison } from '../report/changed-things.ts'
import { writeDiff } from '../report/diff.ts'
import { writeMarkdownDiff } from '../report/markdown-diff.ts'
import { styleFor } from '../report/style.ts'
import { unknownName } from '../required-manifests.ts'

const FORMATS = ['human', 'json', 'markdown'] as const

interface DiffOptions {
  readonly dir?: string
  readonly env?: string
  readonly format: (typeof FORMATS)[number]
}

export function addDiffCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('diff')
    .summary('say what changes in each environment')
    .description(
      'Compare what two revisions would serve, environment by environment: which flags and configs change, from what to what. A change that several environments share shows in each of them.',
    )
    .argument('[from]', 'branch, tag, commit or HEAD~n', 'HEAD')
    .argument('[to]', 'the same (default: the files as they are now)')
    .option('--dir <dir>', 'folder of the configuration repository')
    .option('--env <environment>', 'only this environment')
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('human'))
    .addHelpText(
      'after',
      `
Examples:
  evenkeel diff                            what is not committed yet
  evenkeel diff origin/main                what this branch changes
  evenkeel diff HEAD~1 HEAD                what the last commit changed
  evenkeel diff main --format markdown     for a comment on a pull request`,
    )
    .action(async (from: string, to: string | undefined, options: DiffOptions) => {
      host.stdout.write(WRITERS[options.format](await compare(host, { from, to, options }), host))
      finish(0)
    })
}

const WRITERS: Readonly<Record<DiffOptions['format'], (comparison: Comparison, host: Host) => string>> = {
  human: (comparison, host) => writeDiff(comparison, styleFor(host.stdout, host.env)),
  markdown: writeMarkdownDiff,
  json: (comparison) => `${JSON.stringify(comparison, null, 2)}\n`,
}

interface Asked {
  readonly from: string
  readonly to: string | undefined
  readonly options: DiffOptions
}

async function compare(host: Host, { from, to, options }: Asked): Promise<Comparison> {
  const root = requireConfigRoot(host.cwd, options.dir)
  const before = await readRevision(host, root, from)
  const after = await readRevision(host, root, to)
  if (after.manifests === undefined) throw new UsageError(`there is no configuration in ${after.name}`)
  const environments = diffManifests(before.manifests, after.manifests)
  return { from: before.name, to: after.name, environments: only(environments, options.env) }
}

function only(
  environments: readonly EnvironmentDiff[],
  wanted: string | undefined,
): readonly EnvironmentDiff[] {
  if (wanted === undefined) return environments
  const found = environments.filter(({ environment }) => environment === wanted)
  if (found.length > 0) return found
  throw unknownName(
    'environment',
    wanted,
    environments.map(({ environment }) => environment),
  )
}
