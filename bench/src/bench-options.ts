import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Where the machine-readable result goes; absent when it is not asked for. */
  readonly json: string | undefined
  /** Only contenders whose id contains this, for working on one; then nothing is written to docs. */
  readonly only: string | undefined
  readonly rounds: number
}

const LEAST_ROUNDS = 7

/** Throws a TypeError on what it does not know. */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: 'string' }, only: { type: 'string' }, rounds: { type: 'string' } },
  })
  const rounds = Number(values.rounds ?? LEAST_ROUNDS)
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds is a whole number from 1')
  return { json: values.json, only: values.only, rounds }
}
