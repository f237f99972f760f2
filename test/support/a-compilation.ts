import type { Companion, Compilation, FlagCompanion } from '@evenkeel/core/compilation'
import type { SnapshotFlag } from '@evenkeel/core/snapshot'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import type { SnapshotParts } from './a-snapshot.ts'
import { aSnapshot } from './a-snapshot.ts'
import { nodePlatform } from './node-platform.ts'

export interface CompilationParts extends Pick<
  SnapshotParts,
  'environment' | 'flags' | 'segments' | 'configs'
> {
  readonly commit?: string
  readonly frameBytes?: number
  /** `missing`: as what was kept before there were companions. Made from flags and configs where it is not said. */
  readonly companion?: Companion | 'missing'
}

/** A compilation of `production` that holds what is given and nothing else, with frames of 64 KiB. */
export function aCompilation(parts: CompilationParts = {}): Compilation {
  const snapshot = aSnapshot(parts)
  const text = writeSnapshot(snapshot)
  const content = text.slice(text.indexOf('\n') + 1)
  const { companion = companionOf(parts) } = parts
  return {
    formatVersion: snapshot.formatVersion,
    environment: snapshot.environment,
    commit: parts.commit ?? snapshot.revision.commit,
    content,
    contentHash: Buffer.from(nodePlatform.sha256(Buffer.from(content))).toString('hex'),
    summary: {
      boundaries: snapshot.boundaries,
      flags: snapshot.flags.size,
      segments: snapshot.segments.size,
      configs: snapshot.configs.size,
    },
    frameBytes: parts.frameBytes ?? 64 * 1024,
    ...(companion !== 'missing' && { companion }),
  }
}

function companionOf({ flags = {}, configs = {} }: CompilationParts): Companion {
  return {
    protected: false,
    flags: Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, flagCompanion(key, flag)])),
    configs: Object.fromEntries(Object.keys(configs).map((name) => [name, { schema: {} }])),
  }
}

function flagCompanion(key: string, { rules }: SnapshotFlag): FlagCompanion {
  return {
    rules: rules.map(({ name, bucketing }) => ({
      name,
      by: bucketing?.by ?? ['targetingKey'],
      seed: bucketing?.seed ?? key,
    })),
  }
}
