import type { JsonObject, JsonValue } from '../../json.ts'
import { mergePatch } from '../../manifest/merge-patch.ts'
import { ownValue } from '../../own-value.ts'
import type { Compilation } from '../compilation.ts'
import { findLine, readLine } from '../content-lines.ts'
import type { ConfigOperation, Operation } from '../operation.ts'
import type { Dormancy } from './dormancy.ts'
import { dormancy } from './dormancy.ts'
import type { Verdict } from './verdict.ts'

/** A value that an author's schema has to judge before its operation can apply. */
export interface PatchToJudge {
  readonly operation: ConfigOperation
  /** JSON Schema, as the author wrote it. */
  readonly schema: JsonObject
  /** Git's value with the operation's patch. */
  readonly value: JsonValue
}

/** Those of the config operations whose config and schema the base has, in their order. */
export function patchesToJudge(base: Compilation, operations: readonly Operation[]): readonly PatchToJudge[] {
  return operations.flatMap((operation) => {
    if ('flag' in operation) return []
    const line = findLine(base.content, 'config', operation.config)
    const schema = schemaOf(base, operation)
    if (line === undefined || schema === undefined) return []
    return [
      { operation, schema, value: mergePatch(readLine(base.content, line) as JsonValue, operation.patch) },
    ]
  })
}

export function schemaOf({ companion }: Compilation, { config }: ConfigOperation): JsonObject | undefined {
  return companion && ownValue(companion.configs, config)?.schema
}

/** Why a patch must not be served, if so. */
export function refusePatch(schema: JsonObject | undefined, verdict: Verdict): Dormancy | undefined {
  if (schema === undefined) {
    return dormancy(
      'companion-missing',
      'the commit was kept without the schema of the config; it is added at the next sync',
    )
  }
  switch (verdict) {
    case 'valid':
      return undefined
    case 'violated':
      return dormancy('schema-violated', 'the patched value breaks the schema that the commit has for it')
    case 'undecided':
      return dormancy('schema-undecided', 'the schema did not decide on the patched value in time')
  }
}
