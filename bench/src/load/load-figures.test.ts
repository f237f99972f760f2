import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Contender } from '../evaluation/contender.ts'
import { loadContender } from '../evaluation/contenders/contenders.ts'
import { measureHeap, timeEvaluations, timeJsonParse } from './load-figures.ts'
import { FIRST_FLAG, LOADED_ANSWER, LOADED_FLAGS } from './workload.ts'

const flagKeys = LOADED_FLAGS.map(({ key }) => key)

describe('loading', () => {
  it('is timed up to right answers, and its heap is measured', async () => {
    const contender = await loadContender('growthbook')
    const directory = mkdtempSync(join(tmpdir(), 'load-figures-'))
    const path = join(directory, 'text')
    const text = await contender.write(LOADED_FLAGS)
    writeFileSync(path, text)
    try {
      expect(timeJsonParse(text)).toBeGreaterThan(0)
      expect(await timeEvaluations(contender, text, [FIRST_FLAG])).toBeGreaterThan(0)
      expect(await timeEvaluations(contender, text, flagKeys)).toBeGreaterThan(0)
      expect(Number.isFinite(await measureHeap(contender, path))).toBe(true)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('is not timed when one of many answers is wrong', async () => {
    const ask = (key: string) => () => (key === FIRST_FLAG ? 'iron' : LOADED_ANSWER)
    const contender: Contender = {
      name: 'wrong once',
      package: 'wrong',
      setup: 'wrong for one flag',
      write: () => '',
      start: () => ({ boolean: ask, string: ask, object: ask }),
    }

    await expect(timeEvaluations(contender, '', flagKeys)).rejects.toThrow(/an answer is "iron"/)
  })

  it('is compared with JSON', () => {
    expect(() => timeJsonParse('5')).toThrow(TypeError)
  })
})
