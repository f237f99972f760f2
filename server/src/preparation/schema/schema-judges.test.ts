import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fakeClock } from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtServer } from '../../../../test/support/built-server.ts'
import { PreparationError } from '../../errors.ts'
import { InlineSchemaJudge } from './inline-schema-judge.ts'
import type { SchemaJudge } from './schema-judge.ts'
import { WorkerSchemaJudge } from './worker-schema-judge.ts'

const clock = fakeClock()

const openWorker = async () => {
  const entry = pathToFileURL(join((await builtServer()).dist, 'preparation/schema/schema-worker.js'))
  return new WorkerSchemaJudge({ entry, clock })
}

const JUDGES = [
  { name: 'InlineSchemaJudge', open: (): Promise<SchemaJudge> => Promise.resolve(new InlineSchemaJudge()) },
  { name: 'WorkerSchemaJudge', open: (): Promise<SchemaJudge> => openWorker() },
]

describe.each(JUDGES)('$name', ({ open }) => {
  let judge: SchemaJudge

  beforeAll(async () => {
    judge = await open()
  })

  afterAll(() => judge.close())

  it('finds a value that is as its schema says valid', async () => {
    expect(await judge.judge({ type: 'object' }, { limit: 1 })).toEqual({ verdict: 'valid' })
  })

  it('says what is wrong with one that is not, and where', async () => {
    const schema = { properties: { limits: { items: { maximum: 100 } } } }

    const judgement = await judge.judge(schema, { limits: [1, 101] })

    expect(judgement).toMatchObject({ verdict: 'violated' })
    expect(judgement).toHaveProperty('problem', expect.stringMatching(/100.*, at limits\[1\]$/s))
  })

  it('finds no value valid by a schema that cannot be used', async () => {
    expect(await judge.judge({ $ref: 'https://example.com/schema' }, 1)).toMatchObject({
      verdict: 'violated',
      problem: expect.stringContaining('outside of it') as string,
    })
  })
})

describe('WorkerSchemaJudge', () => {
  it('leaves undecided what a schema does not say within a second, and goes on with the next', async () => {
    const judge = await openWorker()
    await judge.judge({}, 1)
    const hanging = judge.judge({ pattern: '^([a-z0-9-]+)*\\.example\\.com$' }, 'a'.repeat(60))
    const next = judge.judge({ type: 'integer' }, 1)

    await clock.advance(1_000)

    expect(await hanging).toEqual({ verdict: 'undecided' })
    expect(await next).toEqual({ verdict: 'valid' })
    await judge.close()
  })

  it('judges nothing once it is closed', async () => {
    const judge = await openWorker()
    await judge.close()

    await expect(judge.judge({}, 1)).rejects.toBeInstanceOf(PreparationError)
  })
})
