import { writeHex } from '../../hex.ts'
import type { Manifest, ManifestDocument } from '../../manifest/kinds.ts'
import type { CheckedManifests } from '../../manifest/validate-manifests.ts'
import type { Sha256 } from '../../snapshot/platform.ts'
import type { SnapshotFlag } from '../../snapshot/snapshot.ts'
import { timeBoundaries } from '../../snapshot/time-boundaries.ts'
import { encodeUtf8 } from '../../utf8.ts'
import type { Companion, Compilation, ContentSummary } from '../compilation.ts'
import type { EnvironmentCache } from './compilation-cache.ts'
import { CompilationCache } from './compilation-cache.ts'
import type { CompiledConfig } from './compile-config.ts'
import type { CompiledFlag } from './compile-flag.ts'
import type { CompiledSegment } from './compile-segment.ts'

export interface CompileEnvironmentInput {
  readonly manifests: CheckedManifests
  /** The name of an Environment in `manifests`. */
  readonly environment: string
  /** Full object id. */
  readonly commit: string
  readonly sha256: Sha256
  /** What earlier calls compiled, of any environment; what this one compiles is added to it. */
  readonly previous?: CompilationCache
}

/** Sorted by name. */
interface Lines {
  readonly flags: readonly (readonly [key: string, flag: CompiledFlag])[]
  readonly segments: readonly (readonly [name: string, segment: CompiledSegment])[]
  readonly configs: readonly (readonly [name: string, config: CompiledConfig])[]
}

/**
 * What a commit says of one environment. The same manifests give the same compilation, byte for byte, whatever the
 * order of their maps and whatever was compiled before. Every flag and config is in it, and the segments that a
 * flag reaches.
 */
export function compileEnvironment(input: CompileEnvironmentInput): Compilation {
  const { manifests, environment, commit, sha256, previous = new CompilationCache() } = input
  const document = manifests.environments.get(environment)
  if (document === undefined) throw new Error(`There is no environment ${environment}`)
  const lines = compileLines(manifests, previous.ofEnvironment(environment, manifests.exclusionGroups))
  const content = textOf(lines.flags) + textOf(lines.segments) + textOf(lines.configs)
  const { capacity, snapshotFormat, protected: isProtected } = document.manifest
  return {
    formatVersion: snapshotFormat,
    environment,
    commit,
    content,
    contentHash: writeHex(sha256(encodeUtf8(content))),
    summary: summaryOf(lines, manifests),
    frameBytes: capacity.frameKiB * 1024,
    companion: companionOf(lines, isProtected),
  }
}

function compileLines(manifests: CheckedManifests, known: EnvironmentCache): Lines {
  const flags = compileAll(manifests.flags, (flag) => known.flag(flag))
  const named = flags.flatMap(([, { segments }]) => segments)
  return {
    flags,
    segments: compileReached(named, manifests, known),
    configs: compileAll(manifests.configs, (config) => known.config(config)),
  }
}

function compileAll<M extends Manifest, C>(
  documents: ReadonlyMap<string, ManifestDocument<M>>,
  compile: (manifest: M) => C,
): (readonly [string, C])[] {
  return Array.from(documents, ([name, { manifest }]) => [name, compile(manifest)] as const).sort(byName)
}

/** The segments that are named, through other segments too; the rest would only take room. */
function compileReached(
  named: readonly string[],
  { segments }: CheckedManifests,
  known: EnvironmentCache,
): Lines['segments'] {
  const reached = new Map<string, CompiledSegment>()
  const waiting = [...named]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const document = segments.get(name)
    if (document === undefined || reached.has(name)) continue
    const segment = known.segment(document.manifest)
    reached.set(name, segment)
    waiting.push(...segment.segments)
  }
  return [...reached].sort(byName)
}

function summaryOf({ flags, segments, configs }: Lines, manifests: CheckedManifests): ContentSummary {
  const reaching = new Map<string, SnapshotFlag>()
  for (const [key, flag] of flags) if (flag.reaching) reaching.set(key, flag.reaching)
  return {
    boundaries: timeBoundaries(reaching),
    ...findPrivateAttributes(manifests),
    flags: flags.length,
    segments: segments.length,
    configs: configs.length,
  }
}

function findPrivateAttributes({ context }: CheckedManifests): Pick<ContentSummary, 'privateAttributes'> {
  const attributes = Object.entries(context?.manifest.attributes ?? {})
  const names = attributes.filter(([, attribute]) => attribute.private).map(([name]) => name)
  return names.length === 0 ? {} : { privateAttributes: names.sort() }
}

function companionOf({ flags, configs }: Lines, isProtected: boolean): Companion {
  return {
    protected: isProtected,
    flags: Object.fromEntries(flags.map(([key, { companion }]) => [key, companion])),
    configs: Object.fromEntries(configs.map(([name, { companion }]) => [name, companion])),
  }
}

function textOf(lines: readonly (readonly [string, { readonly line: string }])[]): string {
  return lines.map(([, { line }]) => line).join('')
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
