import { readFileSync } from 'node:fs'
import { CONTENDER_IDS, loadContender } from '../evaluation/contenders/contenders.ts'
import type { Contender } from '../evaluation/contender.ts'
import { FIRST_ANSWER, FIRST_CONTEXT, FIRST_FLAG, FLAG_COUNT } from './workload.ts'

/** What this process tells, once: milliseconds, or bytes a flag. */
export type LoadMessage = { readonly figure: number } | { readonly failure: string }

/** What a process measures: loading up to the first answer, JSON.parse of a text, or the heap before first use. */
export type LoadMode = 'first-evaluation' | 'json-parse' | 'heap'

async function main(): Promise<number> {
  const [, , mode, path = '', contenderId] = process.argv
  if (mode === 'json-parse') return timeJsonParse(readFileSync(path, 'utf8'))
  const id = CONTENDER_IDS.find((known) => known === contenderId)
  if (id === undefined) throw new TypeError(`there is no ${contenderId}`)
  const contender = await loadContender(id)
  return mode === 'heap'
    ? measureHeap(contender, path)
    : timeFirstEvaluation(contender, readFileSync(path, 'utf8'))
}

function timeJsonParse(text: string): number {
  const start = performance.now()
  const parsed: unknown = JSON.parse(text)
  const milliseconds = performance.now() - start
  if (typeof parsed !== 'object') throw new TypeError('the text is no list and no object')
  return milliseconds
}

async function timeFirstEvaluation(contender: Contender, text: string): Promise<number> {
  const start = performance.now()
  const asking = await contender.start(text)
  const answer = await asking.string(FIRST_FLAG, FIRST_CONTEXT)()
  const milliseconds = performance.now() - start
  const { read = (held: unknown) => held } = asking
  if (read(answer) !== FIRST_ANSWER) throw new Error(`the answer is ${String(answer)}, not ${FIRST_ANSWER}`)
  return milliseconds
}

/** The text counts as far as the contender keeps it. */
async function measureHeap(contender: Contender, path: string): Promise<number> {
  const before = heapUsed()
  const asking = await contender.start(readFileSync(path, 'utf8'))
  const bytes = heapUsed() - before
  await asking.string(FIRST_FLAG, FIRST_CONTEXT)()
  return bytes / FLAG_COUNT
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function tell(message: LoadMessage): void {
  process.send?.(message, () => process.exit())
}

main()
  .then((figure) => {
    tell({ figure })
  })
  .catch((failure: unknown) => {
    tell({ failure: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) })
  })
