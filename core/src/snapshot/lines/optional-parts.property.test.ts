import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../../errors.ts'
import type { JsonValue } from '../../json.ts'
import type { Snapshot } from '../snapshot.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import { writeSnapshot } from './write-snapshot.ts'

type Line = JsonValue[]
/** Something that has named fields. */
type Holder = Record<string, JsonValue>

const rule = aRule({
  if: ['=', ['.', 'plan'], 'pro'],
  during: { from: 1, until: 2 },
  slot: { by: ['targetingKey'], seed: 'group/g', from: 0, until: 50_000 },
  bucketing: { by: ['targetingKey'], seed: 's', percent: 100_000 },
  outcome: { split: [['on', 100_000]] },
})
const base = {
  ...aSnapshot({
    flags: {
      full: aFlag({ prerequisites: [{ flag: 'pinned', variants: ['on'] }], rules: [rule, aRule()] }),
      pinned: aFlag({ override: { id: 'o-1', variant: 'on' } }),
      replaced: aFlag({ override: { id: 'o-2', state: 'ENABLED', rules: [rule] } }),
    },
    segments: { staff: aSegment({ include: ['ada'] }) },
    configs: { limits: { perMinute: 60 } },
  }),
  privateAttributes: ['email'],
  overriddenConfigs: ['limits'],
}
const text = writeSnapshot(base)

/** Every object that the format gives fields, wherever it is; variants and configs hold what authors write. */
function holdersIn(value: JsonValue): Holder[] {
  if (Array.isArray(value)) return value[0] === 'config' ? [] : value.flatMap(holdersIn)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).filter(([name]) => name !== 'variants')
  return [value as Holder, ...inner.flatMap(([, held]) => holdersIn(held))]
}

const linesOf = (written: string) =>
  written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

interface Addition {
  readonly at: number
  readonly name: string
  readonly value: JsonValue
}

const HOLDERS = linesOf(text).flatMap(holdersIn).length

const anyJson = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)
const addition = (name: fc.Arbitrary<string>): fc.Arbitrary<Addition> =>
  fc.record({ at: fc.nat(HOLDERS - 1), name, value: anyJson })
const optionalName = fc.string().map((name) => `?${name}`)
/** No field that there is begins so. */
const mandatoryName = fc.string().map((name) => `x${name}`)

function withFields(additions: readonly Addition[]): string {
  const lines = linesOf(text)
  const holders = lines.flatMap(holdersIn)
  for (const { at, name, value } of additions) holders[at]![name] = value
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** All that is read, with plain maps; what is optional and nobody knows is left out. */
function readAll(written: string): Snapshot {
  const { flags, segments, configs, ...header } = parseSnapshot(written)
  const known = JSON.stringify([header, [...flags], [...segments]], (name, value: unknown) =>
    name.startsWith('?') ? undefined : value,
  )
  const [readHeader, ...maps] = JSON.parse(known) as [
    Omit<Snapshot, 'flags' | 'segments' | 'configs'>,
    [],
    [],
  ]
  return { ...readHeader, flags: new Map(maps[0]), segments: new Map(maps[1]), configs: new Map(configs) }
}

describe('what is marked as optional', () => {
  it('changes nothing that is read, in whatever has fields', () => {
    fc.assert(
      fc.property(fc.array(addition(optionalName)), (additions) => {
        expect(readAll(withFields(additions))).toEqual(base)
      }),
    )
  })

  it('changes nothing that is read, as lines after the others', () => {
    const section = fc.tuple(optionalName, fc.string(), anyJson).map((parts) => `${JSON.stringify(parts)}\n`)
    fc.assert(
      fc.property(fc.array(section), (sections) => {
        expect(readAll(text + sections.join(''))).toEqual(base)
      }),
    )
  })

  it.each([
    ['before the others', text.replace('["flag","full"', '["?note","a",1]\n["flag","full"')],
    ['between the others', text.replace('["config"', '["?note","a",1]\n["config"')],
    ['as a line that is cut off', `${text}["?note","a"`],
    ['as a line that does not end as one does', `${text}["?note","a"]x\n`],
    ['as a line that others follow', `${text}["?note","a",1]\n["config","z",1]\n`],
  ])('is refused %s', (_where, written) => {
    expect(() => parseSnapshot(written)).toThrow(SnapshotError)
  })
})

describe('what only later versions know', () => {
  it('is refused by name, in whatever has fields', () => {
    fc.assert(
      fc.property(addition(mandatoryName), (added) => {
        const refusal = refusalOf(() => readAll(withFields([added])))

        expect(refusal?.code).toBe('malformed')
        expect(refusal?.message).toContain(`.${added.name} is unknown here: a newer SDK is needed`)
      }),
    )
  })

  it.each([
    ['after the others', `${text}["experiment","a",{}]\n`],
    ['before the others', text.replace('["flag","full"', '["experiment","a",{}]\n["flag","full"')],
    ['after what is optional', `${text}["?note","a",1]\n["experiment","a",{}]\n`],
  ])('is refused by the kind of its line, %s', (_where, written) => {
    expect(() => parseSnapshot(written)).toThrow(
      /line \d: "experiment" is unknown here: a newer SDK is needed/,
    )
  })
})

function refusalOf(run: () => unknown): SnapshotError | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof SnapshotError) return error
    throw error
  }
}
