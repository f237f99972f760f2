import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from '../median.ts'
import type { Contender } from './contender.ts'
import type { WorkerMessage } from './worker.ts'
import type { WorkloadName } from './workloads.ts'

/** What a contender took in a workload, or why it was not measured. */
export type Measured =
  | {
      /** Of the rounds, in nanoseconds an evaluation. */
      readonly median: number
      readonly rounds: readonly number[]
      readonly bytesPerEvaluation: number
    }
  | { readonly lacks: string }

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Each contender in a process of its own; one runs at a time, round after round in turn. */
export async function measureWorkload(
  workload: WorkloadName,
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, Measured>> {
  const measured = new Map<string, Measured>()
  const running: RunningContender[] = []
  try {
    for (const { name, lacks } of contenders) {
      const reason = lacks?.[workload]
      if (reason === undefined) running.push(await RunningContender.start(name, workload))
      else measured.set(name, { lacks: reason })
    }
    for (let round = 0; round < rounds; round++) for (const contender of running) await contender.round()
  } finally {
    for (const { worker } of running) worker.kill()
  }
  for (const { name, rounds, bytesPerEvaluation } of running) {
    measured.set(name, { median: median(rounds), rounds, bytesPerEvaluation })
  }
  return measured
}

class RunningContender {
  readonly name: string
  readonly worker: ChildProcess
  readonly bytesPerEvaluation: number
  readonly rounds: number[] = []

  private constructor(name: string, worker: ChildProcess, bytesPerEvaluation: number) {
    this.name = name
    this.worker = worker
    this.bytesPerEvaluation = bytesPerEvaluation
  }

  static async start(name: string, workload: WorkloadName): Promise<RunningContender> {
    const worker = fork(WORKER, [name, workload], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const message = await nextMessage(worker)
    if ('ready' in message) return new RunningContender(name, worker, message.ready.bytesPerEvaluation)
    worker.kill()
    throw new Error(
      `${name} fails ${workload}: ${'failure' in message ? message.failure : 'it told no reason'}`,
    )
  }

  async round(): Promise<void> {
    const next = nextMessage(this.worker)
    this.worker.send('round')
    const message = await next
    if ('nanoseconds' in message) this.rounds.push(message.nanoseconds)
    else throw new Error(`${this.name} failed in a round`)
  }
}

async function nextMessage(worker: ChildProcess): Promise<WorkerMessage> {
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown]
  return typeof message === 'object' && message !== null
    ? (message as WorkerMessage)
    : { failure: 'it ended' }
}
