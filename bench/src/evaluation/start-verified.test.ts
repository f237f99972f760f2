import { describe, expect, it } from 'vitest'
import type { Contender } from './contender.ts'
import { CONTENDER_IDS, loadContender } from './contenders/contenders.ts'
import { startVerified } from './start-verified.ts'
import { TIMED_CONTEXTS, WORKLOAD_NAMES } from './workloads.ts'

type Write = Contender['write']
const written = new Map<Write, Map<string, ReturnType<Write>>>()

/** Contenders that load the same text have it written once. */
function writtenOnce({ write, ...contender }: Contender): Contender {
  const texts = written.get(write) ?? new Map<string, ReturnType<Write>>()
  written.set(write, texts)
  return {
    ...contender,
    write(flags) {
      const key = JSON.stringify(flags)
      const text = texts.get(key) ?? write(flags)
      texts.set(key, text)
      return text
    },
  }
}

describe.each(CONTENDER_IDS)('%s', (id) => {
  it('gives every subject of every workload the right answer', async () => {
    const contender = writtenOnce(await loadContender(id))
    for (const workload of WORKLOAD_NAMES) {
      if (contender.lacks?.[workload] !== undefined) continue
      const evaluations = await startVerified(contender, workload)
      expect(evaluations).toHaveLength(TIMED_CONTEXTS.length)
    }
  })
})

describe('a contender that is wrong', () => {
  const answering = (answer: unknown): Contender => {
    const ask = () => () => answer
    return {
      name: 'wrong',
      package: 'wrong',
      setup: 'always the same',
      write: () => '',
      start: () => ({ boolean: ask, string: ask, object: ask }),
    }
  }

  it.each([
    ['W1', false, /the answer is false, not true/],
    ['W2', true, /"plan":"free".* the answer is true, not false/],
    ['W3', true, /100 % get true, where 25 % should/],
    ['W3s', 'control', /100 % get "control", where 50 % should/],
    ['W4', 'silver', /"tenant":"tenant-1".* the answer is "silver", not "gold"/],
    ['W5', {}, /the answer is {}, not {"theme":"dark"/],
  ] as const)('is not measured in %s', async (workload, answer, message) => {
    await expect(startVerified(answering(answer), workload)).rejects.toThrow(message)
  })
})
