import { QueryFailedError } from 'typeorm'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../errors.ts'
import { describeFailure, describeLocation } from './describe-failure.ts'
import { SessionEndedError } from './embedded/pglite-session.ts'

const server = { kind: 'server', url: 'postgres://ada:hunter2@db.example.com:5433/evenkeel' } as const
const embedded = { kind: 'embedded', dataDir: '/var/lib/evenkeel/database' } as const

const failing = (code: string, message = 'it failed') => Object.assign(new Error(message), { code })

describe('describeFailure', () => {
  it.each([
    ['ECONNREFUSED', 'start PostgreSQL'],
    ['ENOTFOUND', 'correct the host'],
    ['28P01', 'user or password'],
    ['28000', 'pg_hba.conf'],
    ['3D000', 'Create the database'],
    ['42501', 'right to create tables'],
    ['53300', 'max_connections'],
    ['53100', 'make room'],
    ['57014', 'longer than 15 s'],
    ['XX000', 'See that PostgreSQL runs'],
  ])('says what to do about %s', (code, words) => {
    const error = describeFailure(failing(code), server)

    expect(error).toBeInstanceOf(StoreError)
    expect(error.message).toBe('The database at db.example.com:5433/evenkeel cannot be used: it failed')
    expect(error.hint).toContain(words)
    expect(error.hint).toContain('still served')
  })

  it('looks at what PostgreSQL said, and keeps the parameters of the statement to itself', () => {
    const cause = new QueryFailedError('INSERT …', ['hunter2'], failing('53100', 'disk full'))

    const error = describeFailure(cause, server)

    expect(error.hint).toContain('make room')
    expect(JSON.stringify(error.cause)).not.toContain('hunter2')
    expect(error.cause).not.toBe(cause)
  })

  it('lets one of several refused addresses speak for all', () => {
    const cause = new AggregateError([failing('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432'), failing('X')])

    expect(describeFailure(cause, server).message).toContain('connect ECONNREFUSED ::1:5432')
  })

  it('says the code where there is no message', () => {
    expect(describeFailure(failing('ECONNRESET', ''), server).message).toContain('cannot be used: ECONNRESET')
  })

  it('takes what is no Error as it is', () => {
    expect(describeFailure('odd', server).message).toContain('cannot be used: odd')
  })

  it('points to the data directory when the database is embedded', () => {
    const error = describeFailure(new Error('no space left'), embedded)

    expect(error.message).toContain('/var/lib/evenkeel/database')
    expect(error.hint).toContain('is writable')
  })

  it('says that the embedded one is opened again when its thread died', () => {
    expect(describeFailure(new SessionEndedError('the thread died'), embedded).hint).toContain('opened again')
  })

  it('does not describe twice', () => {
    const error = new StoreError('a', 'b')

    expect(describeFailure(error, server)).toBe(error)
  })
})

describe('describeLocation', () => {
  it('never has the user or the password', () => {
    expect(describeLocation(server)).toBe('at db.example.com:5433/evenkeel')
    expect(describeLocation({ kind: 'server', url: 'postgres://u:p@h/d' })).toBe('at h:5432/d')
    expect(describeLocation({ kind: 'memory' })).toBe('in memory')
  })
})
