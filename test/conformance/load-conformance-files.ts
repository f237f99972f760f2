import { readdirSync, readFileSync } from 'node:fs'
import type { FileTree } from '@evenkeel/core/admission'
import type { ErrorCode, Reason } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import type { FlagType } from '@evenkeel/core/manifest'
import type { SnapshotOverride } from '@evenkeel/core/snapshot'
import { aConfigRepository } from '@evenkeel/test/support'

/** One topic; README.md says what its fields mean. */
export interface ConformanceFile {
  /** Of the file, without its extension. */
  readonly topic: string
  readonly description: string
  readonly files: Readonly<Record<string, JsonObject>>
  readonly overrides: Readonly<Record<string, SnapshotOverride>>
  readonly cases: readonly ConformanceCase[]
}

export interface ConformanceCase {
  readonly name: string
  readonly flag: string
  readonly type: FlagType
  readonly default: JsonValue
  readonly context: JsonObject
  readonly environment: string
  /** RFC 3339. */
  readonly at?: string
  readonly expect: {
    readonly value: JsonValue
    /** Null: there is none. */
    readonly variant: string | null
    readonly reason: Reason
    readonly errorCode?: ErrorCode
    /** Null: the key is absent. */
    readonly flagMetadata: Readonly<Record<string, string | null>>
  }
}

type Written<T, Optional extends keyof T> = Omit<T, Optional> & Partial<Pick<T, Optional>>
type WrittenCase = Written<Omit<ConformanceCase, 'expect'>, 'environment'> & {
  readonly expect: Written<ConformanceCase['expect'], 'flagMetadata'>
}

/** Every topic, with what a case may leave out filled in. */
export function loadConformanceFiles(): readonly ConformanceFile[] {
  const directory = new URL('.', import.meta.url)
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json') && name !== 'bucketing.json')
    .sort()
    .map((name) => {
      const written = JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as Written<
        Omit<ConformanceFile, 'topic' | 'cases'>,
        'overrides'
      > & { readonly cases: readonly WrittenCase[] }
      return {
        overrides: {},
        ...written,
        topic: name.replace('.json', ''),
        cases: written.cases.map(complete),
      }
    })
}

function complete(written: WrittenCase): ConformanceCase {
  return { environment: 'production', ...written, expect: { flagMetadata: {}, ...written.expect } }
}

/** The configuration repository of a topic. */
export function conformanceTree({ files }: ConformanceFile): FileTree {
  const empty = aConfigRepository().withoutFile('flags/checkout-redesign.yaml')
  return Object.entries(files)
    .reduce((repository, [path, document]) => repository.withFile(path, JSON.stringify(document)), empty)
    .tree()
}
