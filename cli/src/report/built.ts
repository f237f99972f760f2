import type { BuiltFrame } from '../build/build-frame.ts'
import { plural } from './plural.ts'
import type { Style } from './style.ts'

/** One line: what was written, of what, and how much room is left. */
export function writeBuilt(file: string, { frame, snapshot, usedBytes }: BuiltFrame, style: Style): string {
  const { flags, configs, environment, revision } = snapshot
  const what = `${plural(flags.size, 'flag')}, ${plural(configs.size, 'config')}`
  const room = `${(usedBytes / 1024).toFixed(1)} of ${frame.length / 1024} KiB`
  return `${style.green('✓')} wrote ${file}: ${environment} at ${shortCommit(revision.commit)}, ${what}, ${room}\n`
}

const shortCommit = (commit: string) => commit.replace(/^([0-9a-f]{8})[0-9a-f]{32}/, '$1')
