import { aConfigRepository, nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceFile } from '../manifest/source-file.ts'
import { parseManifestFile } from '../manifest/parse-manifest.ts'
import type { CheckedManifests } from '../manifest/validate-manifests.ts'
import { validateManifests } from '../manifest/validate-manifests.ts'
import { parseSnapshot } from '../snapshot/lines/parse-snapshot.ts'
import { writeSnapshot } from '../snapshot/lines/write-snapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { CompileInput } from './compile-snapshot.ts'
import { compileSnapshot } from './compile-snapshot.ts'

const aDocument = (kind: string, name: string, spec: string) =>
  `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n${spec}`

const repository = aConfigRepository()
  .withFile('environments/staging.yaml', aDocument('Environment', 'staging', '  protected: false\n'))
  .withFile(
    'flags/ramp.yaml',
    aDocument(
      'Flag',
      'ramp',
      `  type: string
  variants:
    a: Alpha
    b: "Béta \u{1F6A2}"
  defaultVariant: a
  disabledVariant: b
  prerequisites:
    - flag: checkout-redesign
      variants: [on]
  rules:
    - name: staff
      if: $segment("staff")
      serve: b
    - name: everyone-of-them
      percent: 100
      seed: not-needed
      serve: b
    - name: ramp
      percent: 12.5
      by: company.id
      seed: spring
      during:
        from: 2027-01-01T00:00:00Z
      serve: b
    - name: test
      slot: tests/copy
      split:
        - variant: a
          weight: 33.333
        - variant: b
          weight: 66.667
  environments:
    production:
      state: ENABLED
    staging:
      state: ARCHIVED
      defaultVariant: b
      disabledVariant: a
      prerequisites: []
      rules: []
`,
    ),
  )
  .withFile(
    'segments/all.yaml',
    [
      aDocument(
        'Segment',
        'staff',
        '  if: $segment("insiders") or $endsWith(email, "@example.com")\n  exclude: [eve]\n',
      ),
      aDocument('Segment', 'insiders', '  include: [ada, bob]\n'),
      aDocument('Segment', 'unused', '  include: [carol]\n'),
    ].join('---\n'),
  )
  .withFile(
    'groups/tests.yaml',
    aDocument(
      'ExclusionGroup',
      'tests',
      '  by: visit\n  slots:\n    - name: ramp\n      percent: 20\n    - name: copy\n      percent: 33.333\n',
    ),
  )
  .withFile(
    'configs/limits.yaml',
    aDocument(
      'Config',
      'limits',
      `  schema:
    type: object
  value:
    perMinute: 60
    burst:
      size: 10
      seconds: 1
    note: base
  environments:
    production:
      perMinute: 600
      burst:
        seconds: null
      note: null
`,
    ),
  )

function check(files: readonly SourceFile[]): CheckedManifests {
  const { manifests, issues } = validateManifests(files.map(parseManifestFile))
  if (!manifests) throw new Error(JSON.stringify(issues, null, 2))
  return manifests
}

function compile(files: readonly SourceFile[], input: Partial<CompileInput> = {}): Snapshot {
  return compileSnapshot({
    manifests: check(files),
    environment: 'production',
    commit: 'c0ffee'.padEnd(40, '0'),
    epoch: 1,
    sequence: 7,
    sha256: nodePlatform.sha256,
    ...input,
  })
}

const inProduction = compile(repository.files())
const inStaging = compile(repository.files(), { environment: 'staging' })

describe('compileSnapshot', () => {
  it('says which publication it is', () => {
    expect(inProduction).toMatchObject({
      formatVersion: 1,
      environment: 'production',
      scope: 'default',
      revision: { epoch: 1, sequence: 7, commit: 'c0ffee'.padEnd(40, '0') },
    })
  })

  it('leaves nothing of a flag to be filled in', () => {
    expect(inProduction.flags.get('checkout-redesign')).toEqual({
      type: 'boolean',
      state: 'ENABLED',
      variants: { on: true, off: false },
      defaultVariant: 'off',
      disabledVariant: 'off',
      prerequisites: [],
      rules: [{ name: 'staff', if: ['$endsWith', ['.', 'email'], '@example.com'], outcome: { serve: 'on' } }],
    })
  })

  it('says how to bucket exactly where a share or a split asks for it', () => {
    expect(inProduction.flags.get('ramp')?.rules).toEqual([
      { name: 'staff', if: ['$segment', 'staff'], outcome: { serve: 'b' } },
      { name: 'everyone-of-them', outcome: { serve: 'b' } },
      {
        name: 'ramp',
        during: { from: Date.parse('2027-01-01T00:00:00Z') },
        bucketing: { by: ['company', 'id'], seed: 'spring', percent: 12_500 },
        outcome: { serve: 'b' },
      },
      {
        name: 'test',
        slot: { by: ['visit'], seed: 'group/tests', from: 20_000, until: 53_333 },
        bucketing: { by: ['targetingKey'], seed: 'ramp', percent: 100_000 },
        outcome: {
          split: [
            ['a', 33_333],
            ['b', 66_667],
          ],
        },
      },
    ])
  })

  it('puts what an environment says in place of what the flag says, field by field', () => {
    expect(inStaging.flags.get('ramp')).toEqual({
      type: 'string',
      state: 'ARCHIVED',
      variants: { a: 'Alpha', b: 'Béta \u{1F6A2}' },
      defaultVariant: 'b',
      disabledVariant: 'a',
      prerequisites: [],
      rules: [],
    })
  })

  it('disables a flag where it is not listed', () => {
    expect(inStaging.flags.get('checkout-redesign')?.state).toBe('DISABLED')
  })

  it('is not misled by an environment called as a member of every object', () => {
    const files = repository
      .withFile('environments/odd.yaml', aDocument('Environment', 'constructor', '  protected: false\n'))
      .files()
    const { flags, configs } = compile(files, { environment: 'constructor' })

    expect(flags.get('ramp')?.state).toBe('DISABLED')
    expect(configs.get('limits')).toMatchObject({ perMinute: 60 })
  })

  it('holds the segments that a flag reaches, through segments too, and no others', () => {
    expect(Object.fromEntries(inProduction.segments)).toEqual({
      insiders: { by: ['targetingKey'], include: ['ada', 'bob'], exclude: [] },
      staff: {
        if: ['or', ['$segment', 'insiders'], ['$endsWith', ['.', 'email'], '@example.com']],
        by: ['targetingKey'],
        include: [],
        exclude: ['eve'],
      },
    })
    expect(inStaging.segments.size).toBe(0)
  })

  it("merges an environment's patch into a config", () => {
    expect(inProduction.configs.get('limits')).toEqual({ perMinute: 600, burst: { size: 10 } })
    expect(inStaging.configs.get('limits')).toEqual({
      perMinute: 60,
      burst: { size: 10, seconds: 1 },
      note: 'base',
    })
  })

  it('says when flags change by themselves, there where they do', () => {
    const at = Date.parse('2027-01-01T00:00:00Z')

    expect(inProduction.boundaries).toEqual([{ at, flags: ['ramp'] }])
    expect(inStaging.boundaries).toEqual([])
  })

  it('names the attributes that are private, where there are some', () => {
    const attributes = `  attributes:
    plan: { type: string }
    contact.phone: { type: string, private: true }
    email: { type: string, private: true }
`
    const withContext = aConfigRepository().withFile('context.yaml', aDocument('Context', 'shop', attributes))
    const compiled = compile(withContext.files())

    expect(compiled.privateAttributes).toEqual(['contact.phone', 'email'])
    expect(parseSnapshot(writeSnapshot(compiled)).privateAttributes).toEqual(['contact.phone', 'email'])
    expect(inProduction).not.toHaveProperty('privateAttributes')
  })

  it('throws for an environment that there is not, which is a fault of its caller', () => {
    expect(() => compile(repository.files(), { environment: 'test' })).toThrow('no environment test')
  })

  it('is the same, byte for byte, whatever the order of files and their line endings', () => {
    const files = repository.files()
    const expected = writeSnapshot(inProduction)
    const shuffled = fc.shuffledSubarray(files, { minLength: files.length })
    fc.assert(
      fc.property(shuffled, fc.infiniteStream(fc.boolean()), (order, choices) => {
        const varied = order.map((file) => (choices.next().value === true ? withCrLf(file) : file))

        expect(writeSnapshot(compile(varied))).toBe(expected)
      }),
      { numRuns: 30 },
    )
  })
})

describe('contentHash and stateHash', () => {
  it('tell nothing of the revision', () => {
    const later = compile(repository.files(), { epoch: 2, sequence: 8, commit: 'd'.repeat(40) })

    expect(later.contentHash).toBe(inProduction.contentHash)
    expect(later.revision.stateHash).toBe(inProduction.revision.stateHash)
    expect(later.contentHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('are over the lines that are served, and over no operations', () => {
    const sha256 = (text: string) => Buffer.from(nodePlatform.sha256(Buffer.from(text))).toString('hex')
    const text = writeSnapshot(inProduction)

    expect(inProduction.contentHash).toBe(sha256(text.slice(text.indexOf('\n') + 1)))
    expect(inProduction.contentHash).not.toBe(inStaging.contentHash)
    expect(inProduction.revision.stateHash).toBe(sha256(''))
  })
})

function withCrLf({ path, bytes }: SourceFile): SourceFile {
  return { path, bytes: Buffer.from(Buffer.from(bytes).toString().replaceAll('\n', '\r\n')) }
}
