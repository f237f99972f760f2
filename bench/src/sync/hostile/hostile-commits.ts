import type { ZerosFile } from '../repository/fast-import.ts'
import type { SourceText } from '../workload/flag-file.ts'

const MEBIBYTE = 2 ** 20

/** A commit that means no good, on top of one that is served. */
export interface HostileCommit {
  readonly name: string
  readonly files: () => readonly (SourceText | ZerosFile)[]
}

export const HOSTILE_COMMITS: readonly HostileCommit[] = [
  { name: 'a pattern that backtracks for ever', files: () => [config(SLOW_SCHEMA, SLOW_VALUE)] },
  { name: 'one blob of 1 MiB at 2,000 paths', files: oneBlobAtManyPaths },
  {
    name: '1.5 GB of zeros outside `include`',
    files: () => [{ path: 'assets/zeros.bin', zeros: 1_500_000_000 }],
  },
  { name: 'a schema of 15,000 properties', files: () => [config(properties(15_000))] },
  { name: '3,000 patternProperties', files: () => [config(patternProperties(3000), manyKeys(3000))] },
  { name: 'uniqueItems of 12,000', files: () => [config(UNIQUE_ITEMS, manyObjects(12_000))] },
  { name: '$ref that doubles', files: () => [config(doublingReferences(40))] },
  {
    name: '1 MiB of duplicate keys',
    files: () => [
      yaml(
        'duplicate',
        lines(() => 'a: 1\n'),
      ),
    ],
  },
  {
    name: '1 MiB of anchors',
    files: () => [
      yaml(
        'anchors',
        lines((index) => `k${index}: &a${index} 1\n`),
      ),
    ],
  },
]

const SLOW_SCHEMA = {
  type: 'object',
  properties: { host: { type: 'string', pattern: String.raw`^([a-z0-9-]+)*\.example\.com$` } },
}
const SLOW_VALUE = { host: `${'a'.repeat(60)}!` }
const UNIQUE_ITEMS = { type: 'object', properties: { list: { type: 'array', uniqueItems: true } } }

/** JSON is YAML, and these have no people who write them. */
function config(schema: object, value: object = {}): SourceText {
  const document = {
    apiVersion: 'evenkeel/v1',
    kind: 'Config',
    metadata: { name: 'hostile' },
    spec: { schema, value },
  }
  return yaml('hostile', JSON.stringify(document))
}

const yaml = (name: string, text: string): SourceText => ({ path: `configs/${name}.yaml`, text })

function oneBlobAtManyPaths(): readonly SourceText[] {
  const text = `apiVersion: evenkeel/v1\nkind: Config\nmetadata: { name: many }\nspec:\n  schema: {}\n  value:\n${lines((index) => `    k${index}: ${index}\n`)}`
  return Array.from({ length: 2000 }, (_, index) => ({ path: `configs/copy-${index}.yaml`, text }))
}

/** So many that they come to just under the size that a file may have. */
function lines(lineOf: (index: number) => string): string {
  const parts: string[] = []
  for (let length = 0; length < MEBIBYTE - 1024; length += parts.at(-1)?.length ?? 0)
    parts.push(lineOf(parts.length))
  return parts.join('')
}

function properties(count: number): object {
  return { type: 'object', properties: byName(count, (index) => ({ type: 'string', maxLength: index + 1 })) }
}

function patternProperties(count: number): object {
  const patterns = Array.from({ length: count }, (_, index) => [`^k[a-z]*${index}$`, { type: 'number' }])
  return { type: 'object', patternProperties: Object.fromEntries(patterns) as object }
}

function doublingReferences(depth: number): object {
  const twice = (index: number) => ({
    allOf: Array.from({ length: 2 }, () => ({ $ref: `#/$defs/k${index + 1}` })),
  })
  return {
    $defs: byName(depth + 1, (index) => (index === depth ? { type: 'object' } : twice(index))),
    $ref: '#/$defs/k0',
  }
}

const manyKeys = (count: number): object => byName(count, (index) => index)

/** Objects are what has to be compared with one another. */
function manyObjects(count: number): object {
  return { list: Array.from({ length: count }, (_, index) => ({ id: index })) }
}

function byName(count: number, valueOf: (index: number) => unknown): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, valueOf(index)]))
}
