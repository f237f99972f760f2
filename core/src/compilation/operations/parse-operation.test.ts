import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../json.ts'
import type { Operation } from '../operation.ts'
import { parseOperation } from './parse-operation.ts'
import { writeOperations } from './write-operations.ts'

const anyText = fc.string({ minLength: 1 })
const anyState = fc.constantFrom('ENABLED' as const, 'DISABLED' as const, 'ARCHIVED' as const)
const anyPercent = fc.record({ rule: anyText, share: fc.nat(100_000) })
const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ id: anyText, flag: anyText, variant: anyText }),
  fc.record({ id: anyText, flag: anyText, state: anyState }),
  fc.record({ id: anyText, flag: anyText, percent: anyPercent }),
  fc.record({ id: anyText, flag: anyText, state: anyState, percent: anyPercent }),
  fc.record({
    id: anyText,
    config: anyText,
    patch: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
  }),
)

const nested = (depth: number): JsonValue => (depth === 0 ? 'end' : { down: nested(depth - 1) })

describe('parseOperation', () => {
  it('reads what writeOperations wrote', () => {
    fc.assert(
      fc.property(anyOperation, (operation) => {
        expect(parseOperation(JSON.parse(writeOperations([operation])))).toEqual(operation)
      }),
    )
  })

  it.each<[unknown, string]>([
    [null, 'operation is no object: null'],
    ['o-1', 'operation is no object: "o-1"'],
    [[], 'operation is no object: []'],
    [{ flag: 'a', variant: 'on' }, 'operation.id is no name: it is absent'],
    [{ id: '', flag: 'a', variant: 'on' }, 'operation.id is no name: ""'],
    [{ id: 'o', variant: 'on' }, 'operation.flag is no name: it is absent'],
    [{ id: 'o', flag: 7, variant: 'on' }, 'operation.flag is no name: 7'],
    [{ id: 'o', flag: 'a', variant: true }, 'operation.variant is no name: true'],
    [{ id: 'o', flag: 'a' }, 'operation is no operation with a variant, a state or a percent'],
    [{ id: 'o', flag: 'a', state: 'ON' }, 'operation.state is no ENABLED or DISABLED or ARCHIVED: "ON"'],
    [
      { id: 'o', flag: 'a', variant: 'on', state: 'ENABLED' },
      'operation is no object of id, flag, variant alone',
    ],
    [
      { id: 'o', flag: 'a', state: 'ENABLED', until: 7 },
      'operation is no object of id, flag, state, percent alone',
    ],
    [{ id: 'o', flag: 'a', percent: 7 }, 'operation.percent is no object: 7'],
    [{ id: 'o', flag: 'a', percent: { share: 7 } }, 'operation.percent.rule is no name: it is absent'],
    [
      { id: 'o', flag: 'a', percent: { rule: 'r', share: 0.5 } },
      'operation.percent.share is no integer from 0 to 100000: 0.5',
    ],
    [
      { id: 'o', flag: 'a', percent: { rule: 'r', share: 100_001 } },
      'operation.percent.share is no integer from 0 to 100000: 100001',
    ],
    [
      { id: 'o', flag: 'a', percent: { rule: 'r', share: 1, by: 'b' } },
      'operation.percent is no object of rule, share alone',
    ],
    [{ id: 'o', config: 'a' }, 'operation.patch is no value at most 32 levels deep: it is absent'],
    [{ id: 'o', config: 'a', patch: Infinity }, 'operation.patch is no value at most 32 levels deep'],
    [{ id: 'o', config: 'a', patch: [[-Infinity]] }, 'operation.patch is no value at most 32 levels deep'],
    [{ id: 'o', config: 'a', patch: nested(33) }, 'operation.patch is no value at most 32 levels deep'],
    [{ id: 'o', config: 'a', flag: 'a', patch: 1 }, 'operation is no object of id, config, patch alone'],
  ])('refuses %o', (value, message) => {
    expect(() => parseOperation(value)).toThrow(TypeError)
    expect(() => parseOperation(value)).toThrow(message)
  })

  it('takes a patch of as many levels as a document may have', () => {
    expect(parseOperation({ id: 'o', config: 'a', patch: nested(32) })).toMatchObject({ config: 'a' })
  })
})
