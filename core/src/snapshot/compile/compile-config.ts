import type { JsonValue } from '../../json.ts'
import type { Config } from '../../manifest/kinds/config.ts'
import { mergePatch } from '../../manifest/merge-patch.ts'
import { ownValue } from '../../own-value.ts'

/** The config's value in an environment: its base with the environment's merge patch, where there is one. */
export function compileConfig(config: Config, environment: string): JsonValue {
  const patch = ownValue(config.environments, environment)
  return patch === undefined ? config.value : mergePatch(config.value, patch)
}
