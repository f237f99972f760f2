import { aConfigRepository, aDocument, nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedFile } from '../../manifest/parse-manifest.ts'
import { parseManifestFile } from '../../manifest/parse-manifest.ts'
import type { CheckedManifests } from '../../manifest/validate-manifests.ts'
import { validateManifests } from '../../manifest/validate-manifests.ts'
import type { Compilation } from '../compilation.ts'
import { CompilationCache } from './compilation-cache.ts'
import { compileEnvironment } from './compile-environment.ts'

const commit = 'c0ffee'.padEnd(40, '0')

function check(files: readonly ParsedFile[]): CheckedManifests {
  const { manifests, issues } = validateManifests(files)
  if (!manifests) throw new Error(JSON.stringify(issues, null, 2))
  return manifests
}

function compile(
  files: readonly ParsedFile[],
  environment: string,
  previous?: CompilationCache,
): Compilation {
  return compileEnvironment({
    manifests: check(files),
    environment,
    commit,
    sha256: nodePlatform.sha256,
    ...(previous && { previous }),
  })
}

const ramp = (percent: number) =>
  aDocument(
    'Flag',
    'ramp',
    `type: boolean
owner: web
lifecycle: { purpose: kill-switch }
defaultVariant: off
rules:
  - { name: staff, if: $segment("staff"), serve: on }
  - { name: some, percent: ${percent}, by: company.id, seed: spring, slot: tests/b, serve: on }
environments:
  production: { state: ENABLED }
  staging: { state: ENABLED, rules: [{ name: all, serve: on }] }`,
  )

const groups = (first: number) =>
  aDocument(
    'ExclusionGroup',
    'tests',
    `slots:\n  - { name: a, percent: ${first} }\n  - { name: b, percent: 20 }`,
  )

const segment = (key: string) => aDocument('Segment', 'staff', `include: [${key}]`)

const limits = (perMinute: number) =>
  aDocument(
    'Config',
    'limits',
    `owner: web
schema: { type: object, required: [perMinute] }
value: { perMinute: ${perMinute} }
environments: { staging: { burst: 1 } }`,
  )

const sale = (from: string) =>
  aDocument(
    'Flag',
    'sale',
    `type: boolean
defaultVariant: off
prerequisites: [{ flag: ramp, variants: [on] }]
rules: [{ name: then, during: { from: ${from} }, serve: on }]
environments: { production: { state: ENABLED } }`,
  )

const repository = aConfigRepository()
  .withFile(
    'environments/staging.yaml',
    aDocument('Environment', 'staging', 'capacity: { frameKiB: 128 }\nprotected: true'),
  )
  .withFile('teams/web.yaml', aDocument('Team', 'web'))
  .withFile('flags/ramp.yaml', ramp(10))
  .withFile('flags/sale.yaml', sale('2027-01-01T00:00:00Z'))
  .withFile('groups/tests.yaml', groups(10))
  .withFile('segments/staff.yaml', segment('ada'))
  .withFile('configs/limits.yaml', limits(60))

const files = repository.files().map(parseManifestFile)

describe('compileEnvironment', () => {
  it('says what a header needs to know, and how large frames are', () => {
    expect(compile(files, 'staging')).toMatchObject({
      formatVersion: 1,
      environment: 'staging',
      commit,
      summary: { boundaries: [], flags: 3, segments: 0, configs: 1 },
      frameBytes: 128 * 1024,
    })
    expect(compile(files, 'production')).toMatchObject({
      summary: { boundaries: [{ at: Date.parse('2027-01-01T00:00:00Z'), flags: ['sale'] }], segments: 1 },
      frameBytes: 64 * 1024,
    })
  })

  it('keeps what does not travel: how every rule draws, owners, purposes, schemas', () => {
    expect(compile(files, 'production').companion).toEqual({
      protected: false,
      flags: {
        'checkout-redesign': { rules: [{ name: 'staff', by: ['targetingKey'], seed: 'checkout-redesign' }] },
        ramp: {
          owner: 'web',
          purpose: 'kill-switch',
          rules: [
            { name: 'staff', by: ['targetingKey'], seed: 'ramp' },
            { name: 'some', by: ['company', 'id'], seed: 'spring' },
          ],
        },
        sale: { rules: [{ name: 'then', by: ['targetingKey'], seed: 'sale' }] },
      },
      configs: { limits: { owner: 'web', schema: { type: 'object', required: ['perMinute'] } } },
    })
  })

  it('keeps of the rules those of the environment', () => {
    expect(compile(files, 'staging').companion).toMatchObject({
      protected: true,
      flags: { ramp: { rules: [{ name: 'all', by: ['targetingKey'], seed: 'ramp' }] } },
    })
  })

  it('gives the same whatever the order of the files', () => {
    const expected = compile(files, 'production')
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
        const compiled = compile(shuffled, 'production')

        expect(compiled).toEqual(expected)
        expect(JSON.stringify(compiled)).toBe(JSON.stringify(expected))
      }),
      { numRuns: 30 },
    )
  })
})

describe('what was compiled before', () => {
  const variants: Readonly<Record<string, readonly string[]>> = {
    'flags/ramp.yaml': [ramp(10), ramp(20)],
    'flags/sale.yaml': [sale('2027-01-01T00:00:00Z'), sale('2028-01-01T00:00:00Z')],
    'groups/tests.yaml': [groups(10), groups(30)],
    'segments/staff.yaml': [segment('ada'), segment('bob')],
    'configs/limits.yaml': [limits(60), limits(600)],
  }
  const parsed = new Map(
    Object.entries(variants).map(([path, texts]) => [
      path,
      texts.map((text) => parseManifestFile({ path, bytes: Buffer.from(text) })),
    ]),
  )
  /** A commit: which of two texts each file has. Files of one text are one parsed file, as between commits. */
  const anyCommit = fc.tuple(...[...parsed.keys()].map((path) => fc.tuple(fc.constant(path), fc.nat(1))))
  const filesOf = (chosen: readonly (readonly [path: string, text: number])[]) => {
    const choices = new Map(chosen)
    return files.map((file) => parsed.get(file.path)?.[choices.get(file.path) ?? 0] ?? file)
  }

  it('changes nothing of what is compiled, for any commit and environment after any other', () => {
    const anyStep = fc.tuple(anyCommit, fc.constantFrom('production', 'staging'))
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 6 }), (steps) => {
        const previous = new CompilationCache()
        for (const [chosen, environment] of steps) {
          expect(compile(filesOf(chosen), environment, previous)).toEqual(
            compile(filesOf(chosen), environment),
          )
        }
      }),
    )
  })

  it('is not compiled again, unless an exclusion group is another', () => {
    const previous = new CompilationCache()
    const rampOf = (chosen: readonly (readonly [string, number])[]) =>
      compile(filesOf(chosen), 'production', previous).companion?.flags.ramp
    const first = rampOf([])

    expect(rampOf([['configs/limits.yaml', 1]])).toBe(first)
    expect(rampOf([['groups/tests.yaml', 1]])).not.toBe(first)
  })
})
