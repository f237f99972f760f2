import { readFileSync } from 'node:fs'
import { CONTENDER_IDS, loadContender } from '../evaluation/contenders/contenders.ts'
import { measureHeap, timeEvaluations, timeJsonParse } from './load-figures.ts'
import { FIRST_FLAG, LOADED_FLAGS } from './workload.ts'

/** What this process tells, once: milliseconds, or bytes a flag. */
export type LoadMessage = { readonly figure: number } | { readonly failure: string }

/** What a process measures: loading up to the first answer or to every flag's, JSON.parse of a text, or the heap. */
export type LoadMode = 'first-evaluation' | 'every-evaluation' | 'json-parse' | 'heap'

async function main(): Promise<number> {
  const [, , mode, path = '', contenderId] = process.argv
  if (mode === 'json-parse') return timeJsonParse(readFileSync(path, 'utf8'))
  const id = CONTENDER_IDS.find((known) => known === contenderId)
  if (id === undefined) throw new TypeError(`there is no ${contenderId}`)
  const contender = await loadContender(id)
  if (mode === 'heap') return measureHeap(contender, path)
  const flagKeys = mode === 'first-evaluation' ? [FIRST_FLAG] : LOADED_FLAGS.map(({ key }) => key)
  return timeEvaluations(contender, readFileSync(path, 'utf8'), flagKeys)
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
