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

/** What a condition is for contexts, whatever flag it stands in. */
interface WrittenCondition {
  readonly if: string
  readonly true?: readonly JsonObject[]
  readonly false?: readonly JsonObject[]
  readonly undefined?: readonly JsonObject[]
}

type Written<T, Optional extends keyof T> = Omit<T, Optional> & Partial<Pick<T, Optional>>
type WrittenCase = Written<Omit<ConformanceCase, 'expect'>, 'environment'> & {
  readonly expect: Written<ConformanceCase['expect'], 'flagMetadata'>
}

interface WrittenFile extends Partial<Omit<ConformanceFile, 'topic' | 'description' | 'cases'>> {
  readonly description: string
  readonly conditions?: readonly WrittenCondition[]
  readonly cases?: readonly WrittenCase[]
}

/** Every topic, with what a case may leave out filled in. */
export function loadConformanceFiles(): readonly ConformanceFile[] {
  const directory = new URL('.', import.meta.url)
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json') && name !== 'bucketing.json')
    .sort()
    .map((name) =>
      complete(
        name.replace('.json', ''),
        JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as WrittenFile,
      ),
    )
}

function complete(topic: string, written: WrittenFile): ConformanceFile {
  const { description, files = {}, overrides = {}, conditions = [], cases = [] } = written
  const flags = conditions.map((condition, index) => flagOf(condition, index + 1))
  return {
    topic,
    description,
    overrides,
    files: { ...files, ...Object.fromEntries(flags.map(({ path, document }) => [path, document])) },
    cases: [...cases, ...flags.flatMap((flag) => flag.cases)].map((written) => ({
      environment: 'production',
      ...written,
      expect: { flagMetadata: {}, ...written.expect },
    })),
  }
}

interface ConditionFlag {
  readonly path: string
  readonly document: JsonObject
  readonly cases: readonly WrittenCase[]
}

/** The flag `condition-1` of README.md: it says whether the condition is true, false or undefined. */
function flagOf(condition: WrittenCondition, number: number): ConditionFlag {
  const {
    if: source,
    true: whereTrue = [],
    false: whereFalse = [],
    undefined: whereUndefined = [],
  } = condition
  const key = `condition-${number}`
  const asked = (context: JsonObject) => ({
    name: `${source} for ${JSON.stringify(context)}`,
    flag: key,
    type: 'string' as const,
    default: '',
    context,
  })
  const matched = (variant: string) => (context: JsonObject) => ({
    ...asked(context),
    expect: {
      value: variant,
      variant,
      reason: 'TARGETING_MATCH' as const,
      flagMetadata: { ruleName: variant },
    },
  })
  const unmatched = (context: JsonObject) => ({
    ...asked(context),
    expect: {
      value: 'undefined',
      variant: 'undefined',
      reason: 'DEFAULT' as const,
      flagMetadata: { ruleName: null },
    },
  })
  return {
    path: `flags/${key}.json`,
    document: {
      apiVersion: 'evenkeel/v1',
      kind: 'Flag',
      metadata: { name: key },
      spec: {
        type: 'string',
        variants: { true: 'true', false: 'false', undefined: 'undefined' },
        defaultVariant: 'undefined',
        rules: [
          { name: 'true', if: source, serve: 'true' },
          { name: 'false', if: `$not(${source})`, serve: 'false' },
        ],
        environments: { production: { state: 'ENABLED' } },
      },
    },
    cases: [
      ...whereTrue.map(matched('true')),
      ...whereFalse.map(matched('false')),
      ...whereUndefined.map(unmatched),
    ],
  }
}

/** The configuration repository of a topic. */
export function conformanceTree({ files }: Pick<ConformanceFile, 'files'>): FileTree {
  const empty = aConfigRepository().withoutFile('flags/checkout-redesign.yaml')
  return Object.entries(files)
    .reduce((repository, [path, document]) => repository.withFile(path, JSON.stringify(document)), empty)
    .tree()
}
