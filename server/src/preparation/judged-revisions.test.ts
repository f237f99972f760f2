import type { Operation } from '@evenkeel/core/compilation'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { aBase } from './base/a-base.ts'
import { InlinePreparer } from './inline-preparer.ts'
import type { Preparation } from './preparer.ts'
import { FakeSchemaJudge } from './schema/fake-schema-judge.ts'
import { JUDGING_MS } from './schema/judge-patches.ts'

const STAMP = { epoch: 1, sequence: 1, publishedAt: new Date('2026-11-01T00:00:00Z') }
const BASE = aBase({
  configs: { a: { value: 1, schema: {} }, b: { value: 2, schema: {} }, c: { value: 3, schema: {} } },
})
const OPERATIONS: readonly Operation[] = ['a', 'b', 'c'].map((config, index) => ({
  id: `on-${config}`,
  config,
  patch: (index + 1) * 10,
}))

function setUp() {
  const clock = fakeClock()
  const schemaJudge = new FakeSchemaJudge()
  return { clock, schemaJudge, preparer: new InlinePreparer({ schemaJudge, clock }) }
}

const configsOf = ({ text }: Preparation) =>
  Object.fromEntries(parseSnapshot(new TextDecoder().decode(text)).configs)

describe('a revision with patched configs', () => {
  it('is read as it was published, without a schema of what was patched being run again', async () => {
    const { schemaJudge, preparer } = setUp()
    const { revision } = await preparer.prepare(BASE, OPERATIONS, STAMP)
    schemaJudge.asked.length = 0
    schemaJudge.judgement = { verdict: 'undecided' }

    const read = await preparer.read(revision)

    expect(configsOf(read)).toEqual({ a: 10, b: 20, c: 30 })
    expect([read.dormant, schemaJudge.asked]).toEqual([[], []])
  })

  it('is read as it was published where a schema had not decided and would now', async () => {
    const { schemaJudge, preparer } = setUp()
    schemaJudge.judgement = { verdict: 'undecided' }
    const { revision, dormant } = await preparer.prepare(BASE, OPERATIONS, STAMP)
    schemaJudge.judgement = { verdict: 'valid' }

    const read = await preparer.read(revision)

    expect(configsOf(read)).toEqual({ a: 1, b: 2, c: 3 })
    expect(read.dormant).toEqual(dormant)
    expect(dormant.map(({ reason }) => reason)).toEqual(Array(3).fill('schema-undecided'))
  })

  it('gives all its schemas together no more than a part of the time there is', async () => {
    const { clock, schemaJudge, preparer } = setUp()
    schemaJudge.whileAsked = () => clock.advance(JUDGING_MS - 1)

    const preparation = await preparer.prepare(BASE, OPERATIONS, STAMP)

    expect(configsOf(preparation)).toEqual({ a: 10, b: 20, c: 3 })
    expect(preparation.dormant).toMatchObject([{ operation: OPERATIONS[2], reason: 'schema-undecided' }])
    expect(schemaJudge.asked).toEqual([10, 20])
  })
})
