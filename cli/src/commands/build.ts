import { resolve } from 'node:path'
import type { Command } from 'commander'
import { buildFrame } from '../build/build-frame.ts'
import { describeCommit } from '../build/describe-commit.ts'
import { watchTree } from '../build/watch-tree.ts'
import type { CommandLine } from '../command-line.ts'
import { displayPath } from '../display-path.ts'
import { RefusedTreeError, isFileSystemError } from '../errors.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import { writeFileAtomically } from '../files/write-file.ts'
import type { Host } from '../host.ts'
import { describeFailure } from '../report/failure.ts'
import { writeBuilt } from '../report/built.ts'
import { styleFor } from '../report/style.ts'
import { requireEnvironment, requireManifests } from '../required-manifests.ts'

interface BuildOptions {
  readonly env: string
  readonly out: string
  readonly watch?: true
}

export function addBuildCommand(program: Command, { host, finish }: CommandLine): void {
  program
    .command('build')
    .summary('write the snapshot of an environment to a file')
    .description(
      'Write the snapshot of an environment to a file that the SDK reads without a server ({ mode: { file } }). The file is replaced as a whole; it is not signed.',
    )
    .argument('[dir]', 'folder of the configuration repository')
    .requiredOption('--env <environment>', 'environment to build')
    .requiredOption('--out <file>', 'file to write')
    .option(
      '--watch',
      'build again whenever a file changes; what is broken leaves the last good file in place',
    )
    .addHelpText(
      'after',
      `
Examples:
  evenkeel build --env production --out snapshot.evk
  evenkeel build config --env development --out /tmp/flags.evk --watch`,
    )
    .action(async (directory: string | undefined, options: BuildOptions) => {
      const root = requireConfigRoot(host.cwd, directory)
      const build = createBuild(host, root, options)
      await (options.watch ? buildAndWatch(host, root, build) : build(() => Promise.resolve(true)))
      finish(0)
    })
}

/** Writes nothing when the files are no longer those it began with, or what is in the file is the same already. */
type Build = (isSettled: () => Promise<boolean>) => Promise<void>

function createBuild(host: Host, root: string, { env: environment, out }: BuildOptions): Build {
  const file = resolve(host.cwd, out)
  let written: string | undefined
  return async (isSettled) => {
    const manifests = await requireManifests({
      tree: workingTree(root),
      name: 'the work tree',
      displayPath: (path) => displayPath(host.cwd, root, path),
    })
    requireEnvironment(manifests, environment)
    const commit = await describeCommit(root, manifests, environment)
    const built = buildFrame({ manifests, environment, commit, nowMs: host.clock.now() })
    if (!(await isSettled())) return
    const style = styleFor(host.stdout, host.env)
    const content = `${commit} ${built.snapshot.contentHash}`
    if (content === written) return void host.stdout.write(style.dim(`${out} is up to date\n`))
    await writeFileAtomically(file, built.frame)
    written = content
    host.stdout.write(writeBuilt(out, built, style))
  }
}

async function buildAndWatch(host: Host, root: string, build: Build): Promise<void> {
  const style = styleFor(host.stderr, host.env)
  host.stdout.write(style.dim('watching for changes; Ctrl+C ends\n'))
  await watchTree(host, root, (isSettled) =>
    build(isSettled).catch(async (error: unknown) => {
      // Files come and go while an editor or Git writes them; the next look finds them settled.
      if (!(error instanceof RefusedTreeError) && !isFileSystemError(error)) throw error
      if (await isSettled()) {
        host.stderr.write(`${describeFailure(error, style).text}The last good file stays.\n`)
      }
    }),
  )
}
