import { aConfigRepository } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseManifestFile } from './parse-manifest.ts'
import type { SourceFile } from './source-file.ts'
import { validateManifests } from './validate-manifests.ts'

const validate = (files: readonly SourceFile[]) => validateManifests(files.map(parseManifestFile))

const document = (kind: string, name: string, spec = '{}') =>
  `apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`

const whole = aConfigRepository()
  .withFile('context.yaml', document('Context', 'c', '{ attributes: { email: { type: string } } }'))
  .withFile('teams.yaml', `${document('Team', 'b')}---\n${document('Team', 'a')}`)
  .withFile('segments.yaml', document('Segment', 's', '{ include: [u] }'))
  .withFile(
    'configs.json',
    '{"apiVersion":"evenkeel/v1","kind":"Config","metadata":{"name":"k"},"spec":{"schema":{},"value":1}}',
  )
  .withFile(
    'tests.yaml',
    document(
      'FlagTest',
      't',
      '{ flag: checkout-redesign, cases: [{ environment: production, context: {}, expect: { variant: off } }] }',
    ),
  )
  .withFile('slo.yaml', 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: web }\nspec: {}\n')

const broken = whole
  .withFile('a.yaml', document('Flag', 'x', '{ type: boolean, defaultVariant: of, owner: nobody }'))
  .withFile(
    'b.yaml',
    document(
      'Flag',
      'y',
      '{ type: boolean, owner: nobody, defaultVariant: off, rules: [{ name: r, if: $segment("nope"), serve: on }] }',
    ),
  )
  .withFile('c.yaml', 'kind: Team\nmetadata:\n  name: z\noops: "')

describe('validateManifests', () => {
  it('gives every document by kind and name', () => {
    const { manifests, issues } = validate(whole.files())

    expect(issues).toEqual([])
    expect(manifests?.checked).toBe(true)
    expect(manifests?.repository.manifest.metadata.name).toBe('shop')
    expect([...(manifests?.environments.keys() ?? [])]).toEqual(['production'])
    expect([...(manifests?.flags.keys() ?? [])]).toEqual(['checkout-redesign'])
    expect([...(manifests?.segments.keys() ?? [])]).toEqual(['s'])
    expect([...(manifests?.configs.keys() ?? [])]).toEqual(['k'])
    expect([...(manifests?.teams.keys() ?? [])]).toEqual(['b', 'a'])
    expect(manifests?.context?.manifest.metadata.name).toBe('c')
    expect(manifests?.flagTests.map(({ manifest }) => manifest.metadata.name)).toEqual(['t'])
    expect(manifests?.openSlo.map(({ manifest }) => manifest.metadata.name)).toEqual(['web'])
  })

  it('leaves out a Context that there is not', () => {
    expect(validate(aConfigRepository().files()).manifests).not.toHaveProperty('context')
  })

  it('gives nothing to serve when an issue is an error', () => {
    expect(validate(broken.files()).manifests).toBeUndefined()
  })

  it('gives what is to be served when the issues are warnings', () => {
    const condition =
      '{ type: boolean, defaultVariant: off, rules: [{ name: r, if: email = email, serve: on }] }'
    const { manifests, issues } = validate(whole.withFile('w.yaml', document('Flag', 'w', condition)).files())

    expect(issues.map(({ severity }) => severity)).toEqual(['warning'])
    expect(manifests?.flags.has('w')).toBe(true)
  })

  it('lists the issues of files and between them by file, line and column', () => {
    const shown = validate(broken.files()).issues.map(
      ({ file, line, column, code }) => `${file}:${line}:${column} ${code}`,
    )

    expect(shown).toEqual([
      'a.yaml:4:40 unknown-variant',
      'b.yaml:4:31 unknown-reference',
      'b.yaml:4:92 unknown-reference',
      'c.yaml:4:8 not-yaml',
    ])
  })

  it('makes no difference of the order of files', () => {
    for (const repository of [whole, broken]) {
      const files = repository.files()
      const expected = validate(files)
      fc.assert(
        fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
          const { manifests, issues } = validate(shuffled)

          expect(issues).toEqual(expected.issues)
          expect([...(manifests?.teams.keys() ?? [])]).toEqual([...(expected.manifests?.teams.keys() ?? [])])
        }),
        { numRuns: 20 },
      )
    }
  })

  it('adds no issue about what a document that has an error would have defined', () => {
    const everything = whole.withFile(
      'flags/checkout-redesign.yaml',
      document('Flag', 'checkout-redesign', '{ type: boolean, defaultVariant: off, tpye: 1 }'),
    )

    expect(validate(everything.files()).issues).toMatchObject([
      { code: 'unknown-field', file: 'flags/checkout-redesign.yaml' },
    ])
  })

  it('misses the Repository document of a commit without files', () => {
    expect(validate([]).issues).toMatchObject([{ code: 'no-repository', file: 'evenkeel.yaml' }])
  })
})
