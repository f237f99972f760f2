import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseManifestFile, type ParsedFile } from './parse-manifest.ts'
import { OWN_KINDS, manifestSchemas } from './kinds.ts'
import { MAX_FILE_BYTES } from './source-file.ts'

const parseBytes = (bytes: Uint8Array) => parseManifestFile({ path: 'a.yaml', bytes })
const parse = (text: string) => parseBytes(new TextEncoder().encode(text))

const FLAG = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: checkout-redesign
spec:
  type: boolean
  description: |
    two
    lines
  defaultVariant: off
  rules:
    - name: staff
      if: >-
        email = "a"
        or plan = "b"
      serve: on
`

/** Everything a file says, without the functions that find places in it. */
const contentOf = ({ documents, ...rest }: ParsedFile) => ({
  ...rest,
  manifests: documents.map((document) => ({
    manifest: document.manifest,
    name: document.locate(['metadata', 'name']),
  })),
})

describe('parseManifestFile', () => {
  it('reads several documents, each with its own place', () => {
    const { documents, issues, broken } = parse(`# flags\n${FLAG}---\n${FLAG.replace('checkout', 'cart')}`)

    expect(issues).toEqual([])
    expect(broken).toEqual([])
    expect(documents.map(({ manifest, file }) => [manifest.metadata.name, file])).toEqual([
      ['checkout-redesign', 'a.yaml'],
      ['cart-redesign', 'a.yaml'],
    ])
    expect(documents[1]?.locate(['metadata', 'name'])).toEqual({ line: 22, column: 9 })
  })

  it('reads JSON files', () => {
    const json = JSON.stringify(
      { apiVersion: 'evenkeel/v1', kind: 'Team', metadata: { name: 'a' }, spec: {} },
      null,
      '\t',
    )

    expect(parse(json).documents[0]?.manifest).toMatchObject({ kind: 'Team', metadata: { name: 'a' } })
  })

  it('reads files without a document', () => {
    expect(parse('')).toEqual({ path: 'a.yaml', documents: [], broken: [], issues: [] })
    expect(parse('# later\n---\n').documents).toEqual([])
  })

  it('reads a byte order mark at the start as nothing', () => {
    expect(contentOf(parse(`\ufeff${FLAG}`))).toEqual(contentOf(parse(FLAG)))
  })

  it('reads the same whether lines end in LF or CRLF', () => {
    const texts = [
      FLAG,
      FLAG.replace('serve: on', 'serve: onn'),
      FLAG.replace('or plan', 'or $plan()'),
      'a: "b\n',
    ]
    for (const text of texts) {
      expect(contentOf(parse(text.replaceAll('\n', '\r\n')))).toEqual(contentOf(parse(text)))
    }
  })

  it('locates values, characters of strings, and the nearest ancestor of what is not there', () => {
    const [document] = parse(FLAG).documents

    expect(document?.locate([])).toEqual({ line: 1, column: 1 })
    expect(document?.locate(['spec', 'rules', 0, 'serve'])).toEqual({ line: 16, column: 14 })
    expect(document?.locate(['spec', 'rules', 0, 'if'])).toEqual({ line: 14, column: 9 })
    expect(document?.locate(['spec', 'rules', 0, 'if'], 'email = "a" or '.length)).toEqual({
      line: 15,
      column: 12,
    })
    expect(document?.locate(['spec', 'rules', 0, 'if'], 9999)).toEqual({ line: 15, column: 22 })
    expect(document?.locate(['spec', 'rules', 0, 'percent', 'x'], 3)).toEqual({ line: 12, column: 7 })
    expect(document?.locate(['spec', 'rules', 7])).toEqual({ line: 12, column: 5 })
    expect(document?.locate(['nowhere'])).toEqual({ line: 1, column: 1 })
  })

  it('finds the places of thousands of documents in one file', () => {
    const team = (i: number) => `apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: t${i} }\n`
    const { documents } = parse(Array.from({ length: 3000 }, (_, i) => team(i)).join('---\n'))

    documents.forEach((document, i) => {
      expect(document.locate(['metadata', 'name'])).toEqual({ line: 4 * i + 3, column: 19 })
    })
  })

  it('keeps the documents that are right beside one that is not', () => {
    const { documents, issues, broken } = parse(
      `${FLAG}---\n${FLAG.replace('type: boolean', 'type: bool').replace('checkout', 'cart')}`,
    )

    expect(documents).toHaveLength(1)
    expect(broken).toEqual([{ kind: 'Flag', name: 'cart-redesign' }])
    expect(issues).toMatchObject([
      { file: 'a.yaml', line: 23, column: 9, path: 'spec.type', severity: 'error' },
    ])
  })

  it('keeps a document whose issues are warnings', () => {
    const { documents, issues } = parse(FLAG.replace('or plan = "b"', 'or plan = tier'))

    expect(issues).toMatchObject([{ severity: 'warning', line: 15 }])
    expect(documents).toHaveLength(1)
  })

  it('lists issues in the order of the text', () => {
    const { issues } = parse(FLAG.replace('serve: on', 'serve: true').replace('type: boolean', 'type: bool'))

    expect(issues.map(({ line }) => line)).toEqual([6, 16])
  })

  it('names the documents of a text that is not YAML as well as it can', () => {
    expect(parse(`${FLAG}---\n${FLAG}oops: "\n`).broken).toEqual([
      { kind: 'Flag', name: 'checkout-redesign' },
      { kind: 'Flag', name: 'checkout-redesign' },
    ])
    expect(parse('kind: Whatever\nmetadata:\n  labels:\n    a: b\n  name: "x" # y\na: "').broken).toEqual([
      { name: 'x' },
    ])
    expect(parse('"').broken).toEqual([{}])
  })

  it('says which byte is not UTF-8', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('a: ä\nb: '), 0xff, 0x0a])

    expect(parseBytes(bytes)).toMatchObject({
      documents: [],
      broken: [{}],
      issues: [
        { code: 'not-utf-8', line: 2, column: 4, message: 'byte 9 (0xff) is not UTF-8', file: 'a.yaml' },
      ],
    })
  })

  it('does not read what is larger than a file may be', () => {
    const text = `# ${'x'.repeat(MAX_FILE_BYTES - 3)}\n`

    expect(parse(text).issues).toEqual([])
    expect(parse(`${text}#`)).toMatchObject({
      documents: [],
      broken: [{}],
      issues: [{ code: 'file-too-large', line: 1, column: 1 }],
    })
  })

  it('lists a hundred issues and counts the rest', () => {
    const fields = Array.from({ length: 250 }, (_, i) => `  field${i}: 1\n`).join('')
    const { issues } = parse(`apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: a }\nspec:\n${fields}`)

    expect(issues).toHaveLength(101)
    expect(issues.at(-1)).toMatchObject({
      code: 'more-issues',
      line: 104,
      severity: 'error',
      message: 'at least 150 more issues of this file are not listed',
    })
  })

  it('says little of a key that is long, however often it is said', () => {
    const key = 'k'.repeat(100_000)
    const { issues } = parse(`${key}:\n${'  - &a b\n'.repeat(200)}${key}: c\nspec:\n  ${key}: d\n`)
    const team = `apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: a }\nspec:\n  ${key}: 1\n`

    expect(JSON.stringify([...issues, ...parse(team).issues]).length).toBeLessThan(50_000)
  })

  it('explains no more than a thousand of the errors of a schema', () => {
    const keys = '    - 1\n'.repeat(50_000)
    const segment = `apiVersion: evenkeel/v1\nkind: Segment\nmetadata: { name: a }\nspec:\n  include:\n${keys}`

    expect(parse(segment).issues.at(-1)).toMatchObject({
      message: 'at least 900 more issues of this file are not listed',
    })
  })
})

describe('parseManifestFile never throws', () => {
  const linesOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes).split('\n')

  /** Reads a file, and sees that every place is inside of it. */
  function survive(bytes: Uint8Array): void {
    const { issues, documents } = parseBytes(bytes)
    const lines = linesOf(bytes)
    for (const { line, column } of [
      ...issues,
      ...documents.map((document) => document.locate(['spec', 'if'], 3)),
    ]) {
      expect(line).toBeGreaterThanOrEqual(1)
      expect(line).toBeLessThanOrEqual(lines.length)
      expect(column).toBeGreaterThanOrEqual(1)
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
    }
  }

  it('whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), survive))
  })

  it('whatever is done to a document', () => {
    const edit = fc.tuple(fc.nat(FLAG.length), fc.nat(12), fc.string({ maxLength: 6 }))
    fc.assert(
      fc.property(edit, ([at, length, put]) => {
        survive(new TextEncoder().encode(FLAG.slice(0, at) + put + FLAG.slice(at + length)))
      }),
    )
  })

  it('whatever a document of a known kind holds', () => {
    const names = fieldNames()
    const value = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.constantFrom('a', 'boolean', 'on', true, null, 1, 12.3456, 'x = 1', '2026-12-01T00:00:00Z'),
        fc.string(),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }),
      map: fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 5 }),
      value: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('map'), tie('list')),
    }))
    fc.assert(
      fc.property(fc.constantFrom(...OWN_KINDS), value.map, value.value, (kind, spec, metadata) => {
        const document = {
          apiVersion: 'evenkeel/v1',
          kind,
          metadata: typeof metadata === 'object' ? metadata : { name: 'a' },
          spec,
        }
        survive(new TextEncoder().encode(JSON.stringify(document)))
      }),
      { numRuns: 300 },
    )
  })
})

/** Every name of a field in any schema of ours. */
function fieldNames(): string[] {
  const names = new Set(['__proto__', 'constructor', 'toString', 'x-note'])
  JSON.stringify(manifestSchemas, (key, held: unknown) => {
    if (key === 'properties') for (const name of Object.keys(held as object)) names.add(name)
    return held
  })
  return [...names]
}
