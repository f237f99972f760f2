import type { Config } from '../../manifest/kinds/config.ts'
import type { Flag } from '../../manifest/kinds/flag.ts'
import type { Segment } from '../../manifest/kinds/segment.ts'
import type { CompiledConfig } from './compile-config.ts'
import { compileConfig } from './compile-config.ts'
import type { CompiledFlag, ExclusionGroups } from './compile-flag.ts'
import { compileFlag } from './compile-flag.ts'
import type { CompiledSegment } from './compile-segment.ts'
import { compileSegment } from './compile-segment.ts'

/**
 * What was compiled in this process, by the manifest object that it was compiled from: a file that a commit leaves
 * alone is neither compiled nor written again. What no commit holds any more is forgotten with its manifest.
 */
export class CompilationCache {
  readonly #environments = new Map<string, EnvironmentCache>()

  /** Flags are compiled anew where an exclusion group, which they may have slots in, has changed. */
  ofEnvironment(environment: string, groups: ExclusionGroups): EnvironmentCache {
    const known = this.#environments.get(environment)
    if (known?.hasGroups(groups)) return known
    const empty = new EnvironmentCache(environment, groups)
    this.#environments.set(environment, empty)
    return empty
  }
}

export class EnvironmentCache {
  readonly #environment: string
  readonly #groups: ExclusionGroups
  readonly #flags = new WeakMap<Flag, CompiledFlag>()
  readonly #segments = new WeakMap<Segment, CompiledSegment>()
  readonly #configs = new WeakMap<Config, CompiledConfig>()

  constructor(environment: string, groups: ExclusionGroups) {
    this.#environment = environment
    this.#groups = groups
  }

  hasGroups(groups: ExclusionGroups): boolean {
    if (groups.size !== this.#groups.size) return false
    return [...groups].every(([name, { manifest }]) => this.#groups.get(name)?.manifest === manifest)
  }

  flag(flag: Flag): CompiledFlag {
    return held(this.#flags, flag, () => compileFlag(flag, this.#environment, this.#groups))
  }

  segment(segment: Segment): CompiledSegment {
    return held(this.#segments, segment, () => compileSegment(segment))
  }

  config(config: Config): CompiledConfig {
    return held(this.#configs, config, () => compileConfig(config, this.#environment))
  }
}

function held<K extends object, V>(known: WeakMap<K, V>, key: K, compile: () => V): V {
  const value = known.get(key) ?? compile()
  known.set(key, value)
  return value
}
