import { describe, expect, it } from 'vitest'
import { parseAcceptRequest, parseProgressRequest } from './parse-sync-request.ts'

const COMMIT = 'c0ffee'.padEnd(40, '0')

describe('the question how far a commit has come', () => {
  it('names a commit, and may wait a minute', () => {
    expect(parseProgressRequest(COMMIT, undefined)).toEqual({ commit: COMMIT, waitMs: 0 })
    expect(parseProgressRequest(COMMIT, '1.5')).toEqual({ commit: COMMIT, waitMs: 1500 })
    expect(parseProgressRequest(undefined, undefined)).toBeUndefined()
  })

  it.each([
    ['a short id', 'c0ffee', undefined, 'full object id'],
    ['a wait without a commit', undefined, '3', 'waitSeconds goes with commit'],
    ['a wait for ever', COMMIT, '61', 'from 0 to 60'],
    ['a wait that is no number', COMMIT, 'long', 'from 0 to 60'],
  ])('refuses %s', (_what, commit, wait, why) => {
    expect(() => parseProgressRequest(commit, wait)).toThrow(why)
  })
})

describe('a request to accept', () => {
  it('names a commit, and may move the database', () => {
    expect(parseAcceptRequest({ commit: COMMIT })).toEqual({ commit: COMMIT, rebind: false })
    expect(parseAcceptRequest({ commit: COMMIT, rebind: true })).toEqual({ commit: COMMIT, rebind: true })
  })

  it.each([
    ['no object', undefined, 'a JSON object'],
    ['no commit', {}, 'full object id'],
    ['upper case', { commit: COMMIT.toUpperCase() }, 'full object id'],
    ['a word for yes', { commit: COMMIT, rebind: 'yes' }, 'true or false'],
    ['what curl takes for a form', { '{"commit":': '"1"}' }, 'Content-Type: application/json'],
    ['a misspelled field', { commit: COMMIT, rebound: true }, 'there is no field "rebound"'],
  ])('refuses %s', (_what, body, why) => {
    expect(() => parseAcceptRequest(body)).toThrow(why)
  })
})
