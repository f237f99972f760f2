import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { FakeSchemaJudge } from './fake-schema-judge.ts'
import { RememberingSchemaJudge, UNDECIDED_FOR_MS } from './remembering-schema-judge.ts'
import type { Judgement } from './schema-judge.ts'

describe('a schema judge that remembers', () => {
  const setUp = () => {
    const clock = fakeClock()
    const fake = new FakeSchemaJudge()
    return { clock, fake, judge: new RememberingSchemaJudge(fake, clock) }
  }

  it.each<Judgement>([{ verdict: 'valid' }, { verdict: 'violated', problem: 'the value must be a string' }])(
    'asks once for the same schema and value: $verdict',
    async (judgement) => {
      const { clock, fake, judge } = setUp()
      fake.judgement = judgement
      await judge.judge({ type: 'string', minLength: 1 }, 'a')
      await clock.advance(365 * 24 * 3_600_000)

      expect(await judge.judge({ minLength: 1, type: 'string' }, 'a')).toEqual(judgement)
      expect(fake.asked).toEqual(['a'])
    },
  )

  it('asks for another value, and for another schema', async () => {
    const { fake, judge } = setUp()
    await judge.judge({ type: 'string' }, 'a')
    await judge.judge({ type: 'string' }, 'b')
    await judge.judge({ type: 'number' }, 'a')

    expect(fake.asked).toEqual(['a', 'b', 'a'])
  })

  it('asks again, after a while, where the schema did not say', async () => {
    const { clock, fake, judge } = setUp()
    fake.judgement = { verdict: 'undecided' }
    await judge.judge({}, 'a')
    await clock.advance(UNDECIDED_FOR_MS - 1)
    expect(await judge.judge({}, 'a')).toEqual({ verdict: 'undecided' })
    expect(fake.asked).toEqual(['a'])

    await clock.advance(1)
    fake.judgement = { verdict: 'valid' }

    expect(await judge.judge({}, 'a')).toEqual({ verdict: 'valid' })
  })
})
