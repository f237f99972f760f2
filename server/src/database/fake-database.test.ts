import { describe, expect, it } from 'vitest'
import { StoreError } from '../errors.ts'
import { FakeDatabase } from './fake-database.ts'
import type { Transaction } from './unit-of-work.ts'

function aCounter() {
  const database = new FakeDatabase()
  const table = database.table('counter', 0)
  const count = (tx?: Transaction) => database.run(() => (table.rows += 1), tx)
  const read = () => database.run(() => table.rows)
  return { database, count, read }
}

describe('FakeDatabase', () => {
  it('has one table of a name, whoever asks', () => {
    const database = new FakeDatabase()
    database.table('counter', 0).rows = 7

    expect(database.table('counter', 0).rows).toBe(7)
  })

  it('answers nothing while it is down, and what it had afterwards', async () => {
    const { database, count, read } = aCounter()
    await count()

    database.isDown = true
    await expect(read()).rejects.toBeInstanceOf(StoreError)
    await expect(database.transact(() => Promise.resolve())).rejects.toBeInstanceOf(StoreError)

    database.isDown = false
    expect(await read()).toBe(1)
  })

  it('undoes what it goes down in the middle of, also when the work takes no notice', async () => {
    const { database, count, read } = aCounter()

    const work = database.transact(async (tx) => {
      await count(tx)
      database.isDown = true
      await count(tx).catch(() => undefined)
      database.isDown = false
    })

    await expect(work).rejects.toBeInstanceOf(StoreError)
    expect(await read()).toBe(0)
  })

  it('undoes what cannot be committed', async () => {
    const { database, count, read } = aCounter()

    const work = database.transact(async (tx) => {
      await count(tx)
      database.isDown = true
    })

    await expect(work).rejects.toBeInstanceOf(StoreError)
    database.isDown = false
    expect(await read()).toBe(0)
  })

  it('hangs until it is released, and then answers in turn', async () => {
    const { database, count } = aCounter()
    const answers: number[] = []

    const release = database.hang()
    const waiting = [count(), count()].map((answer) => answer.then((number) => answers.push(number)))
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toEqual([])

    release()
    await Promise.all(waiting)
    expect(answers).toEqual([1, 2])
  })
})
