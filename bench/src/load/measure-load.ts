import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender } from '../evaluation/contender.ts'
import type { ContenderId } from '../evaluation/contenders/contenders.ts'
import { median } from '../median.ts'
import type { LoadMessage, LoadMode } from './worker.ts'
import { LOADED_FLAGS } from './workload.ts'

/** What it takes to load the flags; times in milliseconds, medians of cold processes. */
export interface LoadResult {
  readonly firstEvaluationMs: number
  /** Until each flag is evaluated once. */
  readonly everyEvaluationMs: number
  /** JSON.parse of the same text. */
  readonly jsonParseMs: number
  readonly textBytes: number
  /** Before any flag is used, with what is kept of the text. */
  readonly heapBytesPerFlag: number
}

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Every figure from a process of its own, one after the other. */
export async function measureLoad(
  id: ContenderId,
  contender: Contender,
  rounds: number,
): Promise<LoadResult> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-load-'))
  try {
    const text = await contender.write(LOADED_FLAGS)
    const [textPath, jsonPath] = [join(directory, 'text'), join(directory, 'json')]
    writeFileSync(textPath, text)
    writeFileSync(jsonPath, asOneJson(text))
    const firstEvaluations: number[] = []
    const everyEvaluations: number[] = []
    const jsonParses: number[] = []
    for (let round = 0; round < rounds; round++) {
      firstEvaluations.push(await runWorker('first-evaluation', textPath, id))
      everyEvaluations.push(await runWorker('every-evaluation', textPath, id))
      jsonParses.push(await runWorker('json-parse', jsonPath, id))
    }
    return {
      firstEvaluationMs: median(firstEvaluations),
      everyEvaluationMs: median(everyEvaluations),
      jsonParseMs: median(jsonParses),
      textBytes: Buffer.byteLength(text),
      heapBytesPerFlag: Math.round(await runWorker('heap', textPath, id)),
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** JSON Lines become a list of the same lines. */
function asOneJson(text: string): string {
  return text.endsWith('\n') ? `[${text.trimEnd().split('\n').join(',')}]` : text
}

async function runWorker(mode: LoadMode, path: string, id: ContenderId): Promise<number> {
  const worker = fork(WORKER, [mode, path, id], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [
    LoadMessage | number,
  ]
  if (typeof message === 'object' && 'figure' in message) return message.figure
  throw new Error(
    `${id} fails to load: ${typeof message === 'object' ? message.failure : 'its process ended'}`,
  )
}
