import { describe, expect, it } from 'vitest'
import { describeLoad } from './describe-load.ts'
import type { LoadResult } from './measure-load.ts'
import { judgeLoad } from './targets.ts'
import { loadContender } from '../evaluation/contenders/contenders.ts'
import { currentEnvironment } from '../environment.ts'

const loaded = (more: Partial<LoadResult>): LoadResult => ({
  firstEvaluationMs: 12,
  everyEvaluationMs: 90,
  jsonParseMs: 10,
  textBytes: 5_000_000,
  heapBytesPerFlag: 550,
  ...more,
})

describe('what loading may take', () => {
  it.each([
    [{}, [true, true]],
    [{ firstEvaluationMs: 13.1 }, [false, true]],
    [{ heapBytesPerFlag: 1_001 }, [true, false]],
  ])('%j', (more, met) => {
    expect(judgeLoad(loaded(more)).map(({ isMet }) => isMet)).toEqual(met)
  })

  it('is on the page, as a ratio', async () => {
    const page = describeLoad({
      environment: currentEnvironment(new Date(0)),
      rounds: 7,
      results: new Map([[await loadContender('evenkeel'), loaded({})]]),
      targets: judgeLoad(loaded({})),
    })

    expect(page).toMatch(/\| Evenkeel \S+ +\| +10\.0 \| +12\.0 \| +1\.20 \| +90\.0 \| +5\.0 \| +550 \|/)
    expect(page).toMatch(/at most 1\.3× \| +1\.20× \| met/)
  })
})
