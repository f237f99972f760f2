import { aFlag, aRule, aSegment, aSnapshot } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SnapshotError } from '../../errors.ts'
import type { JsonValue } from '../../json.ts'
import type { Snapshot, SnapshotFlag, SnapshotOverride, SnapshotRule, SnapshotSegment } from '../snapshot.ts'
import { timeBoundaries } from '../time-boundaries.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import { writeSnapshot } from './write-snapshot.ts'

const anyName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/)
const anyJson = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)
const anyMap = <V>(value: fc.Arbitrary<V>) =>
  fc.uniqueArray(fc.tuple(anyName, value), { selector: ([name]) => name })

const anyRule: fc.Arbitrary<SnapshotRule> = fc
  .record(
    {
      name: anyName,
      if: fc.constantFrom<NonNullable<SnapshotRule['if']>>(
        true,
        ['=', ['.', 'plan'], 'pro'],
        ['$segment', 'staff'],
      ),
      during: fc.record({ from: fc.integer(), until: fc.integer() }, { requiredKeys: [] }),
      slot: fc.record({
        by: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
        seed: fc.string(),
        from: fc.nat(100_000),
        until: fc.nat(100_000),
      }),
      bucketing: fc.record({
        by: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
        seed: fc.string(),
        percent: fc.nat(100_000),
      }),
      outcome: fc.constantFrom<SnapshotRule['outcome']>(
        { serve: 'on' },
        {
          split: [
            ['on', 30_000],
            ['off', 70_000],
          ],
        },
      ),
    },
    { requiredKeys: ['name', 'outcome'] },
  )
  .map((rule): SnapshotRule => rule)

const anyOverride: fc.Arbitrary<SnapshotOverride> = fc.oneof(
  fc.record({ id: fc.string(), variant: fc.constant('on') }),
  fc.record({ id: fc.string(), state: fc.constantFrom('ENABLED', 'DISABLED', 'ARCHIVED') }),
  fc.record(
    { id: fc.string(), state: fc.constant('ENABLED' as const), rules: fc.array(anyRule, { maxLength: 2 }) },
    { requiredKeys: ['id', 'rules'] },
  ),
)

const anyFlag: fc.Arbitrary<SnapshotFlag> = fc
  .record(
    {
      rules: fc.array(anyRule, { maxLength: 3 }),
      prerequisites: fc.array(
        fc.record({ flag: anyName, variants: fc.array(fc.string(), { minLength: 1 }) }),
      ),
      override: anyOverride,
    },
    { requiredKeys: ['rules', 'prerequisites'] },
  )
  .map((parts) => aFlag(parts))

const anySegment: fc.Arbitrary<SnapshotSegment> = fc
  .record({ include: fc.array(fc.string()), exclude: fc.array(fc.string()) })
  .map((parts) => aSegment(parts))

const anyNames = fc.record(
  { privateAttributes: fc.array(fc.string()), overriddenConfigs: fc.array(anyName) },
  { requiredKeys: [] },
)

const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(anyMap(anyFlag), anyMap(anySegment), anyMap(anyJson), fc.nat(), anyNames)
  .map(([flags, segments, configs, sequence, names]) => ({
    ...aSnapshot({ revision: { sequence }, boundaries: timeBoundaries(new Map(flags)) }),
    ...names,
    flags: new Map(flags),
    segments: new Map(segments),
    configs: new Map(configs),
  }))

/** With plain maps, so that two can be compared. */
function expanded(snapshot: Snapshot): Snapshot {
  const { flags, segments, configs } = snapshot
  return { ...snapshot, flags: new Map(flags), segments: new Map(segments), configs: new Map(configs) }
}

/** Asks for everything, as an evaluator in time does. */
function readAll(text: string): Snapshot {
  return expanded(parseSnapshot(text))
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof SnapshotError) return error.code
    throw error
  }
}

const snapshot = aSnapshot({
  flags: {
    'checkout-redesign': aFlag({ rules: [aRule({ if: ['$segment', 'staff'] })] }),
    wording: aFlag({ type: 'string', variants: { on: 'Héllo', off: 'a\nb' } }),
  },
  segments: { staff: aSegment({ include: ['ada'] }) },
  configs: { limits: { perMinute: 60 }, nothing: null },
})
const text = writeSnapshot(snapshot)

describe('writeSnapshot', () => {
  it('writes a header and then one document a line, kinds in order and names sorted', () => {
    const small = aSnapshot({
      flags: { b: aFlag(), a: aFlag() },
      segments: { s: aSegment() },
      configs: { c: [1, { z: 1, a: 2 }] },
      boundaries: [{ at: 7, flags: ['a'] }],
    })

    const flag =
      '{"defaultVariant":"off","disabledVariant":"off","prerequisites":[],"rules":[],"state":"ENABLED",' +
      '"type":"boolean","variants":{"off":false,"on":true}}'
    expect(writeSnapshot(small).split('\n')).toEqual([
      `{"boundaries":[{"at":7,"flags":["a"]}],"configs":1,"contentHash":"${'0'.repeat(64)}","environment":"production","flags":2,"formatVersion":1,` +
        `"revision":{"commit":"c0ffee${'0'.repeat(34)}","epoch":1,"sequence":1,"stateHash":"${'0'.repeat(64)}"},` +
        '"scope":"default","segments":1}',
      `["flag","a",${flag}]`,
      `["flag","b",${flag}]`,
      '["segment","s",{"by":["targetingKey"],"exclude":[],"include":[]}]',
      '["config","c",[1,{"a":2,"z":1}]]',
      '',
    ])
  })

  it('gives the same text whatever the order of the maps', () => {
    fc.assert(
      fc.property(anySnapshot, (any) => {
        const reversed = {
          ...any,
          flags: new Map([...any.flags].reverse()),
          segments: new Map([...any.segments].reverse()),
          configs: new Map([...any.configs].reverse()),
        }

        expect(writeSnapshot(reversed)).toBe(writeSnapshot(any))
      }),
    )
  })
})

describe('parseSnapshot', () => {
  it('reads back what was written, and that writes the same text', () => {
    fc.assert(
      fc.property(anySnapshot, (any) => {
        const written = writeSnapshot(any)
        const parsed = parseSnapshot(written)

        expect(expanded(parsed)).toEqual(expanded(any))
        expect(writeSnapshot(parsed)).toBe(written)
        expect(writeSnapshot(expanded(parsed))).toBe(written)
      }),
    )
  })

  it('gives maps that behave as maps do', () => {
    const { flags, configs } = parseSnapshot(text)

    expect([flags.size, flags.has('wording'), flags.has('other'), flags.get('other')]).toEqual([
      2,
      true,
      false,
      undefined,
    ])
    expect([...flags.keys()]).toEqual(['checkout-redesign', 'wording'])
    expect([...configs.values()]).toEqual([{ perMinute: 60 }, null])
    expect([...configs.entries()]).toEqual([...configs])
    const seen: string[] = []
    configs.forEach((_value, name, map) => seen.push(`${name} ${map === configs}`))
    expect(seen).toEqual(['limits true', 'nothing true'])
    expect(configs.get('nothing')).toBeNull()
    expect(flags.get('wording')).toBe(flags.get('wording'))
  })

  it('hands out values that nobody can change', () => {
    const { flags, configs } = parseSnapshot(text)
    const rule = flags.get('checkout-redesign')!.rules[0]!

    expect(Object.isFrozen(configs.get('limits'))).toBe(true)
    expect(Object.isFrozen(rule.if)).toBe(true)
    expect(() => ((configs.get('limits') as { perMinute: number }).perMinute = 1)).toThrow(TypeError)
  })

  it('refuses a format it does not know, whatever else it holds', () => {
    expect(codeOf(() => parseSnapshot('{"formatVersion":2,"other":true}\n'))).toBe('unknown-format')
  })

  it.each([
    ['nothing', ''],
    ['no header line', text.slice(0, 20)],
    ['a header that is no JSON', 'x\n'],
    ['a header that is a list', '[]\n'],
    ['another scope', text.replace('"scope":"default"', '"scope":"other"')],
    ['no boundaries', text.replace('"boundaries":[],', '')],
    ['a boundary at no instant', text.replace('"boundaries":[]', '"boundaries":[{"at":"now","flags":[]}]')],
    ['a boundary without flags', text.replace('"boundaries":[]', '"boundaries":[{"at":1}]')],
    [
      'private attributes that are no names',
      text.replace('"revision"', '"privateAttributes":[1],"revision"'),
    ],
    [
      'overridden configs that are no names',
      text.replace('"revision"', '"overriddenConfigs":[1],"revision"'),
    ],
    ['a sequence that is no count', text.replace('"sequence":1', '"sequence":-1')],
    ['too few flags', text.replace('"flags":2', '"flags":3')],
    ['too many configs', text.replace('"configs":2', '"configs":1')],
    ['a flag that is there twice', twice(text, '["flag","wording"')],
    ['flags out of order', text.replace('["flag","checkout-redesign"', '["flag","zzz"')],
    ['kinds out of order', text.replace('["segment"', '["config"')],
    ['another kind of line', text.replace('["segment"', '["group"')],
    ['a name that is none', text.replace('"wording"', '"wo rding"')],
    ['an empty line', text.replace('\n', '\n\n')],
    ['a line cut off', text.slice(0, -3)],
    ['no line feed at the end', text.slice(0, -1)],
    ['Windows line endings', text.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_what, malformed) => {
    expect(codeOf(() => parseSnapshot(malformed))).toBe('malformed')
  })

  it.each([
    ['JSON that is none', '"state":"ENABLED"', '"state":ENABLED'],
    ['a state that there is not', '"ENABLED"', '"ON"'],
    ['a default variant it does not have', '"defaultVariant":"off"', '"defaultVariant":"toString"'],
    ['a value of another type', '"on":true', '"on":1'],
    ['rules that are no list', '"rules":[{', '"rules":{"a":[{}]},"x":[{'],
    ['a rule that serves what it does not have', '"serve":"on"', '"serve":"onn"'],
    ['an expression that holds an object', '["$segment","staff"]', '["$segment",{}]'],
    ['a fourth part', ']\n["flag","wording"', ',1]\n["flag","wording"'],
    ['a number out of range', '"rules":[{', '"rules":[{"x":1e999,'],
  ])('refuses a flag with %s once it is asked for', (_what, held, instead) => {
    const parsed = parseSnapshot(text.replace(held, instead))

    expect(codeOf(() => parsed.flags.get('checkout-redesign'))).toBe('malformed')
    expect(parsed.flags.get('wording')).toEqual(snapshot.flags.get('wording'))
  })

  it('says which document cannot be read and why', () => {
    const parsed = parseSnapshot(text.replace('"serve":"on"', '"serve":"onn"'))

    expect(() => parsed.flags.get('checkout-redesign')).toThrow(
      'checkout-redesign cannot be read: flag.rules[0].outcome.serve is no variant of the flag: "onn"',
    )
  })

  it('never throws anything but SnapshotError on arbitrary text', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...text.split('\n')),
      fc
        .tuple(fc.constantFrom('flag', 'segment', 'config'), anyName, fc.json())
        .map(([kind, name, json]) => `["${kind}","${name}",${json}]`),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        codeOf(() => readAll(lines.map((held) => `${held}\n`).join('')))
      }),
    )
  })

  it('never throws anything but SnapshotError on a snapshot in which something was replaced', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(8), fc.string(), (at, length, instead) => {
        codeOf(() => readAll(text.slice(0, at) + instead + text.slice(at + length)))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([600, 100_000])('refuses what is nested %i levels deep', (depth) => {
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const parsed = parseSnapshot(
      text.replace('["config","limits",{"perMinute":60}]', `["config","limits",${deep}]`),
    )

    expect(codeOf(() => parsed.configs.get('limits'))).toBe('malformed')
  })
})

function twice(lines: string, start: string): string {
  const line = lines.slice(lines.indexOf(start), lines.indexOf('\n', lines.indexOf(start)) + 1)
  return lines.replace(line, line + line)
}
