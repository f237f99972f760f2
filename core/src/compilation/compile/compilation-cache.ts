import type { Config } from '../../manifest/kinds/config.ts'
import type { Flag } from '../../manifest/kinds/flag/flag.ts'
import type { Segment } from '../../manifest/kinds/segment.ts'
import type { CompiledConfig } from './compile-config.ts'
import { compileConfig } from './compile-config.ts'
import type { CompiledFlag, ExclusionGroups } from './compile-flag.ts'
import { compileFlag, overlayIn } from './compile-flag.ts'
import type { CompiledSegment } from './compile-segment.ts'
import { compileSegment } from './compile-segment.ts'

/**
 * What was compiled in this process, by the manifest object that it was compiled from: a file that a commit leaves
 * alone is neither compiled nor written again. What no commit holds any more is forgotten with its manifest.
 */
export class CompilationCache {
  readonly #segments = new WeakMap<Segment, CompiledSegment>()
  readonly #configs = new Map<string, WeakMap<Config, CompiledConfig>>()
  #flags = new FlagCache(new Map())

  /** Flags are compiled anew where an exclusion group, which they may have slots in, has changed. */
  ofEnvironment(environment: string, groups: ExclusionGroups): EnvironmentCache {
    if (!this.#flags.areOf(groups)) this.#flags = new FlagCache(groups)
    const flags = this.#flags
    const configs = this.#configs.get(environment) ?? new WeakMap<Config, CompiledConfig>()
    this.#configs.set(environment, configs)
    return {
      flag: (flag) => flags.compile(flag, environment),
      segment: (segment) => held(this.#segments, segment, () => compileSegment(segment)),
      config: (config) => held(configs, config, () => compileConfig(config, environment)),
    }
  }
}

/** Documents as they are in one environment, each compiled once. */
export interface EnvironmentCache {
  flag(flag: Flag): CompiledFlag
  segment(segment: Segment): CompiledSegment
  config(config: Config): CompiledConfig
}

/** Environments that say no more of a flag than its state share what it is compiled to. */
class FlagCache {
  readonly #groups: ExclusionGroups
  readonly #flags = new WeakMap<Flag, Map<string, CompiledFlag>>()

  constructor(groups: ExclusionGroups) {
    this.#groups = groups
  }

  areOf(groups: ExclusionGroups): boolean {
    if (groups.size !== this.#groups.size) return false
    return [...groups].every(([name, { manifest }]) => this.#groups.get(name)?.manifest === manifest)
  }

  compile(flag: Flag, environment: string): CompiledFlag {
    const overlay = overlayIn(flag, environment)
    const isStateAlone = Object.keys(overlay).length === 1
    const compiled = held(this.#flags, flag, () => new Map<string, CompiledFlag>())
    const key = isStateAlone ? overlay.state : `in ${environment}`
    return held(compiled, key, () => compileFlag(flag, overlay, this.#groups))
  }
}

interface Held<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): unknown
}

function held<K, V extends object>(known: Held<K, V>, key: K, compile: () => V): V {
  const found = known.get(key)
  if (found) return found
  const value = compile()
  known.set(key, value)
  return value
}
