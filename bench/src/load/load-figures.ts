import { readFileSync } from 'node:fs'
import type { Contender } from '../evaluation/contender.ts'
import { FIRST_FLAG, FLAG_COUNT, LOADED_ANSWER, LOADED_CONTEXT } from './workload.ts'

/** Milliseconds. */
export function timeJsonParse(text: string): number {
  const start = performance.now()
  const parsed: unknown = JSON.parse(text)
  const milliseconds = performance.now() - start
  if (typeof parsed !== 'object') throw new TypeError('the text is no list and no object')
  return milliseconds
}

/** Milliseconds from the text until each of the flags is evaluated once; throws an Error on a wrong answer. */
export async function timeEvaluations(
  contender: Contender,
  text: string,
  flagKeys: readonly string[],
): Promise<number> {
  const answers: unknown[] = []
  const start = performance.now()
  const asking = await contender.start(text)
  for (const flagKey of flagKeys) answers.push(await asking.string(flagKey, LOADED_CONTEXT)())
  const milliseconds = performance.now() - start
  const { read = (held: unknown) => held } = asking
  const wrong = answers.map(read).find((answer) => answer !== LOADED_ANSWER)
  if (wrong !== undefined) throw new Error(`an answer is ${JSON.stringify(wrong)}, not ${LOADED_ANSWER}`)
  return milliseconds
}

/** Bytes a flag before any is used; the text, which is in the file, counts as far as the contender keeps it. */
export async function measureHeap(contender: Contender, path: string): Promise<number> {
  const before = heapUsed()
  const asking = await contender.start(readFileSync(path, 'utf8'))
  const bytes = heapUsed() - before
  await asking.string(FIRST_FLAG, LOADED_CONTEXT)()
  return bytes / FLAG_COUNT
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
