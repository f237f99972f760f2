import type { Issue } from '@evenkeel/core/manifest'
import { Option } from 'commander'
import type { Command } from 'commander'
import type { AdmittedTree } from '../admitted-tree.ts'
import { readAdmittedTree } from '../admitted-tree.ts'
import type { CommandLine } from '../command-line.ts'
import { displayPath } from '../display-path.ts'
import type { ExitCode } from '../errors.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import type { Host } from '../host.ts'
import { writeAnnotation } from '../report/github.ts'
import { writeIssues } from '../report/issues.ts'
import { styleFor } from '../report/style.ts'
import { summarize, writeSummary } from '../report/validation-summary.ts'

const FORMATS = ['human', 'json', 'github'] as const
type Format = (typeof FORMATS)[number]

export function addValidateCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('validate')
    .summary('check everything the server would check')
    .description(
      'Check a configuration repository as the server does before it serves a commit: every document, what they say of each other, the flag tests, and that each environment fits its capacity. Warnings do not fail.',
    )
    .argument('[dir]', 'folder of the configuration repository')
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('human'))
    .addHelpText(
      'after',
      `
Examples:
  evenkeel validate                   the repository around the current folder
  evenkeel validate config            the one in config/
  evenkeel validate --format github   annotations on a pull request, from GitHub Actions`,
    )
    .action(async (directory: string | undefined, { format }: { format: Format }) =>
      finish(await validate(host, directory, format)),
    )
}

async function validate(host: Host, directory: string | undefined, format: Format): Promise<ExitCode> {
  const startedAt = host.clock.now()
  const root = requireConfigRoot(host.cwd, directory)
  const tree = await readAdmittedTree(workingTree(root), startedAt)
  const durationMs = host.clock.now() - startedAt
  host.stdout.write(WRITERS[format]({ host, root, tree, durationMs }))
  return tree.manifests === undefined ? 1 : 0
}

interface Result {
  readonly host: Host
  readonly root: string
  readonly tree: AdmittedTree
  readonly durationMs: number
}

const WRITERS: Readonly<Record<Format, (result: Result) => string>> = {
  human: ({ host, root, tree, durationMs }) => {
    const style = styleFor(host.stdout, host.env)
    const called = (file: string) => displayPath(host.cwd, root, file)
    const issues = writeIssues({ issues: tree.issues, sources: tree.sources, displayPath: called }, style)
    return `${issues}${issues === '' ? '' : '\n'}${writeSummary(summarize(tree), durationMs, style)}`
  },
  json: ({ tree }) => `${JSON.stringify({ issues: tree.issues, summary: summarize(tree) }, null, 2)}\n`,
  github: ({ host, root, tree, durationMs }) => {
    // Annotations name files from the top of the checkout, wherever the step runs.
    const top = host.env['GITHUB_WORKSPACE'] ?? host.cwd
    const annotate = (issue: Issue) => writeAnnotation(issue, displayPath(top, root, issue.file))
    const summary = writeSummary(summarize(tree), durationMs, styleFor(host.stdout, host.env))
    return tree.issues.map(annotate).join('') + summary
  },
}
