import type { Companion, Compilation, FlagCompanion } from '@evenkeel/core/compilation'
import { packContent } from '@evenkeel/core/compilation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { SnapshotFlag, SnapshotSegment } from '@evenkeel/core/snapshot'
import { SNAPSHOT_FORMAT_VERSION, timeBoundaries, writeSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '../../node-platform.ts'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import { storeCompilation } from './store-compilation.ts'
import { hashOf } from '../hash-of.ts'

export interface BaseParts {
  readonly environment?: string
  readonly commit?: string
  readonly frameBytes?: number
  readonly flags?: Readonly<Record<string, SnapshotFlag>>
  readonly segments?: Readonly<Record<string, SnapshotSegment>>
  readonly configs?: Readonly<Record<string, { readonly value: JsonValue; readonly schema: JsonObject }>>
  /** false: as what was kept before there were companions. */
  readonly companion?: false
}

/** For tests: what `production` is at a commit, with what is given and nothing else. */
export function aBase(parts: BaseParts = {}): StoredCompilation {
  const { environment = 'production', commit = 'c0ffee'.padEnd(40, '0'), frameBytes = 32 * 1024 } = parts
  const { flags = {}, segments = {}, configs = {} } = parts
  const content = contentOf(parts)
  return keep({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment,
    commit,
    frameBytes,
    content,
    contentHash: hashOf(Buffer.from(content)),
    summary: {
      boundaries: timeBoundaries(new Map(Object.entries(flags))),
      flags: Object.keys(flags).length,
      segments: Object.keys(segments).length,
      configs: Object.keys(configs).length,
    },
    ...(parts.companion !== false && { companion: companionOf(parts) }),
  })
}

/** For tests: a compilation as it is kept. */
export function keep(compilation: Compilation): StoredCompilation {
  const { content, companion } = compilation
  const packed = packContent(content, nodePlatform.deflateBlock)
  const deflated = companion && nodePlatform.deflate(Buffer.from(JSON.stringify(companion)))
  return storeCompilation(compilation, packed, deflated)
}

function contentOf({ flags = {}, segments = {}, configs = {} }: BaseParts): string {
  const text = writeSnapshot({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    environment: 'any',
    scope: 'default',
    revision: { epoch: 1, sequence: 1, commit: '', stateHash: '' },
    contentHash: '',
    boundaries: [],
    flags: new Map(Object.entries(flags)),
    segments: new Map(Object.entries(segments)),
    configs: new Map(Object.entries(configs).map(([name, { value }]) => [name, value])),
  })
  return text.slice(text.indexOf('\n') + 1)
}

function companionOf({ flags = {}, configs = {} }: BaseParts): Companion {
  const flagCompanions = Object.entries(flags).map(([key, flag]) => [key, flagCompanion(key, flag)] as const)
  const configCompanions = Object.entries(configs).map(([name, { schema }]) => [name, { schema }] as const)
  return {
    protected: false,
    flags: Object.fromEntries(flagCompanions),
    configs: Object.fromEntries(configCompanions),
  }
}

const flagCompanion = (key: string, { rules }: SnapshotFlag): FlagCompanion => ({
  rules: rules.map(({ name, bucketing }) => ({
    name,
    by: bucketing?.by ?? ['targetingKey'],
    seed: bucketing?.seed ?? `${key}/${name}`,
  })),
})
