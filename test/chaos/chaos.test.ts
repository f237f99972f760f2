import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealPostgres } from '../support/real-postgres.ts'
import { startPostgres } from '../support/real-postgres.ts'
import { runChaos } from './chaos.ts'

/** A hundred with `CHAOS_KILLS=100`, as CONTRIBUTING.md says. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 3)

let postgres: RealPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(() => postgres.stop())

describe('servers that are killed at random instants', { timeout: KILLS * 300_000 }, () => {
  it('lose nothing that was answered, and send nothing older, on the embedded database', async () => {
    const report = await runChaos({ kills: KILLS, servers: 1, random: Math.random })

    expect(report.violations).toEqual([])
    expect(report.frames).toBeGreaterThan(0)
  })

  it('lose nothing that was answered, and send nothing older, as two on one PostgreSQL', async () => {
    const databaseUrl = await postgres.createDatabase()
    const report = await runChaos({ kills: KILLS, servers: 2, databaseUrl, random: Math.random })

    expect(report.violations).toEqual([])
    expect(report.frames).toBeGreaterThan(0)
  })
})
