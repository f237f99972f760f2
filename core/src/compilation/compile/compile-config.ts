import type { JsonValue } from '../../json.ts'
import type { Config } from '../../manifest/kinds/config.ts'
import { mergePatch } from '../../manifest/merge-patch.ts'
import { ownValue } from '../../own-value.ts'
import { writeLine } from '../../snapshot/lines/snapshot-line.ts'
import type { ConfigCompanion } from '../compilation.ts'

export interface CompiledConfig {
  readonly line: string
  readonly companion: ConfigCompanion
}

export function compileConfig(config: Config, environment: string): CompiledConfig {
  const { metadata, owner, schema } = config
  return {
    line: writeLine('config', metadata.name, valueIn(config, environment)),
    companion: { ...(owner !== undefined && { owner }), schema },
  }
}

/** The config's value in an environment: its base with the environment's merge patch, where there is one. */
function valueIn(config: Config, environment: string): JsonValue {
  const patch = ownValue(config.environments, environment)
  return patch === undefined ? config.value : mergePatch(config.value, patch)
}
