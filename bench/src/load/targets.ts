import type { Target } from '../target.ts'
import type { LoadResult } from './measure-load.ts'

const MOST_TIMES_JSON_PARSE = 1.3
const MOST_HEAP_BYTES = 1_000

/** Of Evenkeel's result. */
export function judgeLoad({
  firstEvaluationMs,
  jsonParseMs,
  heapBytesPerFlag,
}: LoadResult): readonly Target[] {
  const ratio = firstEvaluationMs / jsonParseMs
  return [
    {
      what: 'first evaluation, against JSON.parse of the same text',
      wanted: `at most ${MOST_TIMES_JSON_PARSE}×`,
      reached: `${ratio.toFixed(2)}×`,
      isMet: ratio <= MOST_TIMES_JSON_PARSE,
    },
    {
      what: 'heap a flag before its first use',
      wanted: `at most ${MOST_HEAP_BYTES} bytes`,
      reached: `${heapBytesPerFlag} bytes`,
      isMet: heapBytesPerFlag <= MOST_HEAP_BYTES,
    },
  ]
}
