import { aBooleanFlag, aConfigRepository, aDocument, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { MAX_COMMIT_ISSUES } from '../manifest/issue.ts'
import { MAX_FILE_BYTES } from '../manifest/source-file.ts'
import { admitTree } from './admit-tree.ts'
import type { FileTree, TreeEntry } from './files/file-tree.ts'

/** As much of `text`, over and over, as fits in a file. */
const filledWith = (text: string) => text.repeat(Math.floor(MAX_FILE_BYTES / text.length))

const numbered = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join('')

const aConfig = (schema: string, value: string) =>
  aDocument('Config', 'a', `schema: ${schema}\nvalue: ${value}`)

const aFlagWithSchema = (schema: string) =>
  aDocument('Flag', 'a', `type: object\nschema: ${schema}\nvariants: { one: { a: 1 } }\ndefaultVariant: one`)

const properties = `{ properties: { ${numbered(15_000, (index) => `p${index}: { type: string }, `)}} }`
const patterns = `{ patternProperties: { ${numbered(3000, (index) => `'^p${index}': true, `)}} }`
const doubling = `{ $ref: '#/$defs/d0', $defs: { ${numbered(
  40,
  (index) => `d${index}: { allOf: [{ $ref: '#/$defs/d${index + 1}' }, { $ref: '#/$defs/d${index + 1}' }] }, `,
)} d40: {} } }`

/** What is said of a repository with one more file. */
async function refuse(file: string) {
  const { manifests, issues } = await admitTree(
    aConfigRepository().withFile('flags/hostile.yaml', file).tree(),
    nodePlatform,
  )
  expect(manifests).toBeUndefined()
  expect(new Set(issues.map((issue) => issue.file))).toEqual(new Set(['flags/hostile.yaml']))
  expect(issues.length).toBeLessThan(110)
  return issues
}

describe('admitTree refuses, with the place,', () => {
  it.each([
    ['a mebibyte of one key', filledWith('a:\n'), 'duplicate-key', 2],
    ['a mebibyte of anchors', filledWith('- &a b\n'), 'yaml-anchor', 1],
    ['a mebibyte of aliases', filledWith('- *a\n'), 'yaml-alias', 1],
    ['a mebibyte of documents', filledWith('a\n---\n'), 'not-a-document', 1],
    ['a mebibyte of open brackets', filledWith('['), 'too-deep', 1],
    ['a mebibyte of indentation', numbered(1000, (index) => `${' '.repeat(index)}a:\n`), 'too-deep', 33],
    [
      'a condition that opens a thousand brackets',
      aBooleanFlag('a', `rules:\n  - { name: r, serve: on, if: '${'('.repeat(1000)}' }`),
      'expression-too-large',
      9,
    ],
    ['a config whose schema has 15,000 properties', aConfig(properties, '{}'), 'schema-too-large', 6],
    ['a flag whose schema has 15,000 properties', aFlagWithSchema(properties), 'schema-too-large', 7],
    ['a schema with 3,000 patternProperties', aConfig(patterns, '{}'), 'schema-too-large', 6],
    ['a schema whose references double', aConfig(doubling, '{}'), 'schema-too-large', 6],
    [
      '12,000 items that are not unique',
      aConfig('{ uniqueItems: true }', `[${numbered(12_000, (index) => `{ a: ${index} }, `)}{ a: 7 }]`),
      'wrong-value',
      7,
    ],
  ])('%s', async (_, file, code, line) => {
    const [issue] = await refuse(file)

    expect(issue).toMatchObject({ severity: 'error', code, line })
  })
})

describe('admitTree', () => {
  const atPaths = (count: number, content: string, size = content.length): FileTree & { reads: string[] } => {
    const repository = aConfigRepository().tree()
    const bytes = new TextEncoder().encode(content)
    const copies = Array.from({ length: count }, (_, index): TreeEntry => {
      return { path: `flags/copy${String(index).padStart(5, '0')}.yaml`, type: 'file' }
    })
    const isCopy = ({ path }: TreeEntry) => path.startsWith('flags/copy')
    const reads: string[] = []
    return {
      reads,
      list: async () => [...(await repository.list()), ...copies],
      size: (entry) => Promise.resolve(isCopy(entry) ? size : 0),
      read: (entry) => {
        reads.push(entry.path)
        return isCopy(entry) ? Promise.resolve(bytes) : repository.read(entry)
      },
    }
  }

  it('reads nothing of a mebibyte at two thousand paths', async () => {
    const tree = atPaths(2000, '', MAX_FILE_BYTES)
    const { issues } = await admitTree(tree, nodePlatform)

    expect(issues.map(({ code }) => code)).toEqual(['repository-too-large'])
    expect(tree.reads).toEqual(['evenkeel.yaml'])
  })

  it('lists a thousand issues of a commit, and counts the others', async () => {
    const { issues } = await admitTree(atPaths(100, filledWith('a:\n').slice(0, 3000)), nodePlatform)

    expect(issues).toHaveLength(MAX_COMMIT_ISSUES + 1)
    expect(issues[0]?.file).toBe('flags/copy00000.yaml')
    expect(issues.at(-1)).toMatchObject({
      code: 'more-issues',
      severity: 'error',
      file: 'flags/copy00009.yaml',
    })
  })

  it('lists a thousand of the references that lead nowhere, in the order of files', async () => {
    const flag = aBooleanFlag(
      'a',
      `rules: [${numbered(5, (index) => `{ name: r${index}, serve: on, slot: a/b }, `)}]`,
    )
    const flags = numbered(
      2000,
      (index) => `${flag.replace('name: a', `name: f${String(index).padStart(4, '0')}`)}---\n`,
    )
    const { issues } = await admitTree(
      aConfigRepository().withFile('flags/many.yaml', flags).tree(),
      nodePlatform,
    )

    expect(issues).toHaveLength(MAX_COMMIT_ISSUES + 1)
    expect(issues[MAX_COMMIT_ISSUES - 1]?.line).toBe(200 * flag.split('\n').length - 1)
  })

  it('parses a file once that is told to be there before', async () => {
    const repository = aConfigRepository().tree()
    const tree = atPaths(0, '')
    const known = new Map<string, Awaited<ReturnType<typeof readKnown>>>()
    const readKnown = async (entry: TreeEntry) => ({
      path: entry.path,
      documents: [],
      broken: [],
      issues: [],
      bytes: await repository.read(entry),
    })
    for (const entry of await repository.list()) {
      if (entry.path.startsWith('flags/')) known.set(entry.path, await readKnown(entry))
    }
    const { manifests } = await admitTree(
      { ...tree, findParsed: ({ path }) => known.get(path) },
      nodePlatform,
    )

    expect([...manifests!.flags]).toEqual([])
    expect(tree.reads).toEqual(['evenkeel.yaml', 'environments/production.yaml'])
  })
})
