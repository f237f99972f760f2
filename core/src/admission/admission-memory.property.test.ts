import { aBooleanFlag, aConfigRepository, aDocument, nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedFile } from '../manifest/parse-manifest.ts'
import { parseManifestFile } from '../manifest/parse-manifest.ts'
import { withPath } from '../manifest/with-path.ts'
import { AdmissionMemory } from './admission-memory.ts'
import type { Admission } from './admit-tree.ts'
import { admitTree } from './admit-tree.ts'
import type { FileTree } from './files/file-tree.ts'

const COMMIT = 'c'.repeat(40)

const rule = (condition: string, more = '') => `rules:\n  - { name: r, serve: on, if: '${condition}'${more} }`

const aTest = (variant: string) =>
  aDocument(
    'FlagTest',
    't',
    `flag: a\ncases:\n  - { environment: production, context: { plan: pro }, expect: { variant: ${variant} } }`,
  )

/** What may stand at each path, right and wrong; nothing is one of them. */
const CHOICES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'flags/a.yaml': [
    undefined,
    aBooleanFlag('a', rule('plan = "pro"')),
    aBooleanFlag('a', `${rule('$segment("s")')}\nenvironments: { production: { state: ENABLED } }`),
    aBooleanFlag('a', rule('plan = 5', ', slot: g/one')),
    aBooleanFlag('a', 'prerequisites: [{ flag: b, variants: [on] }]'),
    'kind: Flag',
  ],
  'flags/b.yaml': [
    undefined,
    aBooleanFlag('b', 'owner: checkout'),
    aBooleanFlag('b', 'prerequisites: [{ flag: a, variants: [on, blue] }]'),
    aBooleanFlag('a'),
  ],
  'segments/s.yaml': [
    undefined,
    aDocument('Segment', 's', `if: plan = "pro"`),
    aDocument('Segment', 's', `if: $segment("s2") and country = "DE"`),
  ],
  'segments/s2.yaml': [undefined, aDocument('Segment', 's2', `if: $segment("s")`)],
  'groups/g.yaml': [
    undefined,
    aDocument('ExclusionGroup', 'g', 'slots: [{ name: one, percent: 50 }]'),
    aDocument('ExclusionGroup', 'g', 'slots: [{ name: one, percent: 20 }]'),
  ],
  'context.yaml': [
    undefined,
    aDocument('Context', 'c', 'attributes: { plan: { type: string } }'),
    aDocument('Context', 'c', 'attributes: { plan: { type: number }, country: { type: string } }'),
  ],
  'teams/checkout.yaml': [undefined, aDocument('Team', 'checkout')],
  'tests/t.yaml': [undefined, aTest('on'), aTest('off')],
  'environments/staging.yaml': [undefined, aDocument('Environment', 'staging')],
  'environments/production.yaml': [
    undefined,
    aDocument('Environment', 'production'),
    aDocument('Environment', 'production', 'capacity: { flags: 1 }'),
  ],
}

const anEdit = fc
  .constantFrom(...Object.keys(CHOICES))
  .chain((path) => fc.record({ path: fc.constant(path), content: fc.constantFrom(...(CHOICES[path] ?? [])) }))

/** Gives back what was parsed before of the same content, at whatever path. */
function remembering(tree: FileTree, contents: ReadonlyMap<string, string>, parsed: Map<string, ParsedFile>) {
  return {
    ...tree,
    findParsed: ({ path }) => {
      const known = parsed.get(contents.get(path) ?? '')
      return known && withPath(known, path)
    },
    parse: ({ path }, file) => {
      const result = parseManifestFile(file)
      parsed.set(contents.get(path) ?? '', result)
      return result
    },
  } satisfies FileTree
}

const told = ({ issues, flagTests, compilations, packed }: Admission) => ({
  issues,
  flagTests: flagTests?.map(({ index, details, passed }) => ({ index, details, passed })),
  compilations,
  packed,
})

it('admission with what is remembered of earlier commits is admission without it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anEdit, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      async (commits) => {
        const contents = new Map<string, string>()
        const parsed = new Map<string, ParsedFile>()
        const memory = new AdmissionMemory()
        for (const { path, bytes } of aConfigRepository()
          .withoutFile('flags/checkout-redesign.yaml')
          .files()) {
          contents.set(path, new TextDecoder().decode(bytes))
        }
        for (const edits of commits) {
          for (const { path, content } of edits) {
            if (content === undefined) contents.delete(path)
            else contents.set(path, content)
          }
          const empty = aConfigRepository()
            .withoutFile('flags/checkout-redesign.yaml')
            .withoutFile('environments/production.yaml')
          const tree = [...contents].reduce((built, [path, text]) => built.withFile(path, text), empty).tree()

          const remembered = await admitTree(remembering(tree, contents, parsed), nodePlatform, {
            commit: COMMIT,
            memory,
          })
          expect(told(remembered)).toEqual(told(await admitTree(tree, nodePlatform, { commit: COMMIT })))
        }
      },
    ),
  )
})
