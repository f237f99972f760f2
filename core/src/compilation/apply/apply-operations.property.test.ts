import { aCompilation, aFlag, aSnapshot, nodePlatform } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../json.ts'
import { mergePatch } from '../../manifest/merge-patch.ts'
import { writeSnapshot } from '../../snapshot/lines/write-snapshot.ts'
import type { SnapshotFlag, SnapshotOverride, SnapshotRule } from '../../snapshot/snapshot.ts'
import type { Operation } from '../operation.ts'
import { withOperation } from '../operations/target.ts'
import { writeRevisionHeader } from '../write-revision-header.ts'
import { applyOperations } from './apply-operations.ts'
import type { Verdict } from './verdict.ts'
import { VERDICTS } from './verdict.ts'

type Flags = Readonly<Record<string, SnapshotFlag>>
type Configs = Readonly<Record<string, JsonValue>>

/** Few, so that flags depend on each other and operations meet them; some are there in no base. */
const anyKey = fc.constantFrom('a', 'a-b', 'a.b', 'B', 'c', 'c1', 'constructor', 'd', 'e', 'f')
const anyRuleName = fc.constantFrom('r1', 'r2', 'r3')
const anyState = fc.constantFrom('ENABLED', 'ENABLED', 'DISABLED', 'ARCHIVED')
const anyJson = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)

/** Texts that a search in lines must not be misled by. */
const misleading = [
  { prerequisites: [{ flag: 'a', variants: ['on'] }], during: { from: 1 } },
  { text: '\n["flag","a",{}]\n', flag: '"prerequisites":[{"flag":"a"' },
]

const anyRule: fc.Arbitrary<SnapshotRule> = fc.record(
  {
    name: anyRuleName,
    during: fc.record({ from: fc.nat(20), until: fc.nat(20) }, { requiredKeys: [] }),
    bucketing: fc.record({
      by: fc.constant(['company']),
      seed: fc.constant('spring'),
      percent: fc.nat(99_999),
    }),
    outcome: fc.constant({ serve: 'on' }),
  },
  { requiredKeys: ['name', 'outcome'] },
)

const anyFlag: fc.Arbitrary<SnapshotFlag> = fc
  .record({
    state: anyState,
    rules: fc.uniqueArray(anyRule, { selector: ({ name }) => name, maxLength: 3 }),
    prerequisites: fc.array(fc.record({ flag: anyKey, variants: fc.constant(['on']) }), { maxLength: 2 }),
    variants: fc.constantFrom(...misleading).map((value) => ({ on: value, off: {} })),
  })
  .map((parts) => aFlag({ type: 'object', ...parts }))

const anyBase = fc.record({
  flags: fc.dictionary(anyKey, anyFlag, { noNullPrototype: true }),
  configs: fc.dictionary(anyKey, fc.oneof(anyJson, fc.constantFrom<JsonValue>(...misleading)), {
    noNullPrototype: true,
  }),
})

const anyAsked = fc.oneof(
  fc.record({ flag: anyKey, variant: fc.constantFrom('on', 'off', 'gone') }),
  fc.record({ flag: anyKey, state: anyState }),
  fc.record(
    {
      flag: anyKey,
      percent: fc.record({ rule: anyRuleName, share: fc.constantFrom(0, 7, 100_000) }),
      state: anyState,
    },
    { requiredKeys: ['flag', 'percent'] },
  ),
  fc.record({ config: anyKey, patch: anyJson }),
)

const anyOperations = fc
  .array(anyAsked, { maxLength: 8 })
  .map((asked) =>
    asked
      .map((operation, index): Operation => ({ id: `o-${index}`, ...operation }))
      .reduce((operations: readonly Operation[], operation) => withOperation(operations, operation), []),
  )

const anyVerdicts = fc
  .infiniteStream(fc.constantFrom(...VERDICTS))
  .map(
    (stream) =>
      new Map(Array.from({ length: 8 }, (_, index) => [`o-${index}`, stream.next().value as Verdict])),
  )

const sha256 = nodePlatform.sha256
const hashOf = (text: string) => Buffer.from(sha256(Buffer.from(text))).toString('hex')

/** As one would say it: parse everything, override what can be, write everything. */
function overriddenFlags(flags: Flags, operations: readonly Operation[]): Flags {
  const overrides = new Map<string, SnapshotOverride>()
  for (const operation of operations) {
    if (!('flag' in operation) || !Object.hasOwn(flags, operation.flag)) continue
    const { flag: key, id } = operation
    const flag = flags[key]!
    if ('variant' in operation) {
      if (operation.variant in { on: 1, off: 1 }) overrides.set(key, { id, variant: operation.variant })
      continue
    }
    const { state, percent } = operation
    if (percent && !flag.rules.some(({ name }) => name === percent.rule)) continue
    if (!state && flag.state !== 'ENABLED') continue
    const rules = flag.rules.map((rule): SnapshotRule => {
      if (rule.name !== percent?.rule) return rule
      const { bucketing, ...others } = rule
      const { by, seed } = bucketing ?? { by: ['targetingKey'], seed: key }
      return percent.share === 100_000
        ? others
        : { ...others, bucketing: { by, seed, percent: percent.share } }
    })
    overrides.set(key, { id, ...(state && { state }), ...(percent && { rules }) })
  }
  return Object.fromEntries(
    Object.entries(flags).map(([key, flag]) => {
      const override = overrides.get(key)
      return [key, override ? { ...flag, override } : flag]
    }),
  )
}

function patchedConfigs(
  configs: Configs,
  operations: readonly Operation[],
  verdicts: ReadonlyMap<string, Verdict>,
): readonly (readonly [name: string, value: JsonValue])[] {
  return operations.flatMap((operation) => {
    if ('flag' in operation || !Object.hasOwn(configs, operation.config)) return []
    if (verdicts.get(operation.id) !== 'valid') return []
    return [[operation.config, mergePatch(configs[operation.config]!, operation.patch)] as const]
  })
}

describe('applyOperations', () => {
  it('gives what overriding every document and writing all of them gives', () => {
    fc.assert(
      fc.property(anyBase, anyOperations, anyVerdicts, ({ flags, configs }, operations, verdicts) => {
        const base = aCompilation({ flags, configs })
        const patched = patchedConfigs(configs, operations, verdicts)
        const expected = aSnapshot({
          flags: overriddenFlags(flags, operations),
          configs: { ...configs, ...Object.fromEntries(patched) },
        })
        const lines = writeSnapshot(expected).slice(writeSnapshot(expected).indexOf('\n') + 1)
        const overriddenConfigs = patched.map(([name]) => name).sort()

        const applied = applyOperations({ base, operations, verdicts, sha256 })
        const header = writeRevisionHeader({ ...base, ...applied, revision: expected.revision })

        expect(applied.contentHash).toBe(hashOf(lines))
        expect(applied.overriddenConfigs).toEqual(overriddenConfigs)
        expect(header + applied.content).toBe(
          writeSnapshot({
            ...expected,
            contentHash: hashOf(lines),
            ...(overriddenConfigs.length > 0 && { overriddenConfigs }),
          }),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('names the flags whose lines are others, and all that depend on them', () => {
    fc.assert(
      fc.property(anyBase, anyOperations, ({ flags }, operations) => {
        const after = overriddenFlags(flags, operations)
        const depends = (key: string, seen: readonly string[] = []): boolean =>
          after[key]?.override !== undefined ||
          (after[key]?.prerequisites ?? []).some(
            ({ flag }) => !seen.includes(flag) && depends(flag, [...seen, key]),
          )
        const expected = Object.keys(after)
          .filter((key) => depends(key))
          .sort()

        const { changedFlags } = applyOperations({
          base: aCompilation({ flags }),
          operations,
          verdicts: new Map(),
          sha256,
        })

        expect(changedFlags).toEqual(expected)
      }),
    )
  })

  it('does not ask for the order of the operations', () => {
    const shuffled = anyOperations.chain((operations) =>
      fc.tuple(
        fc.constant(operations),
        fc.shuffledSubarray([...operations], { minLength: operations.length }),
      ),
    )
    fc.assert(
      fc.property(anyBase, shuffled, anyVerdicts, (parts, [operations, others], verdicts) => {
        const base = aCompilation(parts)

        expect(applyOperations({ base, operations: others, verdicts, sha256 })).toEqual(
          applyOperations({ base, operations, verdicts, sha256 }),
        )
      }),
    )
  })

  it('gives the bytes of the base again when operations are lifted, and changes no base', () => {
    fc.assert(
      fc.property(anyBase, anyOperations, anyVerdicts, (parts, operations, verdicts) => {
        const base = aCompilation(parts)
        const before = structuredClone(base)
        applyOperations({ base, operations, verdicts, sha256 })

        expect(base).toEqual(before)
        expect(applyOperations({ base, operations: [], verdicts, sha256 })).toEqual({
          content: base.content,
          contentHash: base.contentHash,
          summary: base.summary,
          overriddenConfigs: [],
          dormant: [],
          changedFlags: [],
          changedConfigs: [],
        })
      }),
    )
  })

  it('tells of every operation whether it is dormant, and a dormant one changes nothing', () => {
    fc.assert(
      fc.property(anyBase, anyOperations, anyVerdicts, (parts, operations, verdicts) => {
        const base = aCompilation(parts)
        const { dormant, ...applied } = applyOperations({ base, operations, verdicts, sha256 })
        const ids = new Set(dormant.map(({ operation }) => operation.id))
        const others = operations.filter(({ id }) => !ids.has(id))

        expect(applyOperations({ base, operations: others, verdicts, sha256 })).toEqual({
          ...applied,
          dormant: [],
        })
        const overridden = applied.content.match(/"override":\{"id":"o-\d"/g) ?? []
        expect(overridden.length + applied.overriddenConfigs.length + ids.size).toBe(operations.length)
      }),
    )
  })
})
