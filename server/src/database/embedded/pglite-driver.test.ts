import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InThreadPgliteSession } from './in-thread-pglite-session.ts'
import { pgliteDriver } from './pglite-driver.ts'

type Pool = InstanceType<ReturnType<typeof pgliteDriver>['Pool']>
type Connected = Parameters<Parameters<Pool['connect']>[0]>
type Client = NonNullable<Connected[1]>

let pool: Pool

beforeAll(() => {
  pool = new (pgliteDriver(new InThreadPgliteSession(undefined)).Pool)()
})

afterAll(() => new Promise<void>((resolve) => pool.end(() => resolve())))

/** Takes the session, for as long as `work` runs. */
function holding<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client, release) => {
      if (!client) {
        reject(error ?? new Error('no client'))
        return
      }
      work(client)
        .finally(() => release?.())
        .then(resolve, reject)
    })
  })
}

describe('pgliteDriver', () => {
  it('answers with rows, and with how many were touched', async () => {
    await holding(async (client) => {
      await client.query('CREATE TABLE numbers (value integer)')
      const inserted = await client.query('INSERT INTO numbers VALUES ($1), ($2)', [1, 2])
      expect(inserted?.rowCount).toBe(2)

      const selected = await client.query('SELECT value FROM numbers ORDER BY value')
      expect(selected?.rows).toEqual([{ value: 1 }, { value: 2 }])
    })
  })

  it('answers through a callback, as pg does', async () => {
    const answer = await holding(
      (client) =>
        new Promise((resolve) => {
          void client.query('SELECT 1 AS one', (error, result) => resolve([error, result?.rows]))
        }),
    )

    expect(answer).toEqual([null, [{ one: 1 }]])
  })

  it('tells what is wrong with a statement, either way', async () => {
    await holding(async (client) => {
      await expect(client.query('SELECT nothing')).rejects.toThrow('"nothing" does not exist')
      const told = await new Promise((resolve) => void client.query('SELECT nothing', resolve))
      expect(told).toMatchObject({ message: expect.stringContaining('"nothing" does not exist') as string })
    })
  })

  it('gives the session to one holder at a time, in the order they asked', async () => {
    const events: string[] = []
    const turn = (name: string) =>
      holding(async (client) => {
        events.push(`${name} begins`)
        for (let statement = 0; statement < 3; statement++) await client.query('SELECT 1')
        events.push(`${name} ends`)
      })

    await Promise.all([turn('first'), turn('second'), turn('third')])

    expect(events).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  })

  it('gives the session on after a holder whose work failed', async () => {
    await expect(holding(() => Promise.reject(new Error('its work failed')))).rejects.toThrow(
      'its work failed',
    )

    expect((await holding((client) => client.query('SELECT 1 AS one')))?.rows).toEqual([{ one: 1 }])
  })
})
