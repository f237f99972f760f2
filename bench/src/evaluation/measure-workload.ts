import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from '../median.ts'
import type { Contender } from './contender.ts'
import type { ContenderId } from './contenders/contenders.ts'
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
  contenders: ReadonlyMap<ContenderId, Contender>,
  rounds: number,
): Promise<ReadonlyMap<ContenderId, Measured>> {
  const measured = new Map<ContenderId, Measured>()
  const running: RunningContender[] = []
  try {
    for (const [id, { lacks }] of contenders) {
      const reason = lacks?.[workload]
      if (reason === undefined) running.push(await RunningContender.start(id, workload))
      else measured.set(id, { lacks: reason })
    }
    for (let round = 0; round < rounds; round++) for (const contender of running) await contender.round()
  } finally {
    for (const { worker } of running) worker.kill()
  }
  for (const { id, rounds, bytesPerEvaluation } of running) {
    measured.set(id, { median: median(rounds), rounds, bytesPerEvaluation })
  }
  return measured
}

class RunningContender {
  readonly id: ContenderId
  readonly worker: ChildProcess
  readonly bytesPerEvaluation: number
  readonly rounds: number[] = []

  private constructor(id: ContenderId, worker: ChildProcess, bytesPerEvaluation: number) {
    this.id = id
    this.worker = worker
    this.bytesPerEvaluation = bytesPerEvaluation
  }

  static async start(id: ContenderId, workload: WorkloadName): Promise<RunningContender> {
    const worker = fork(WORKER, [id, workload], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const message = await nextMessage(worker)
    if ('ready' in message) return new RunningContender(id, worker, message.ready.bytesPerEvaluation)
    worker.kill()
    throw new Error(
      `${id} fails ${workload}: ${'failure' in message ? message.failure : 'it told no reason'}`,
    )
  }

  async round(): Promise<void> {
    const next = nextMessage(this.worker)
    this.worker.send('round')
    const message = await next
    if ('nanoseconds' in message) this.rounds.push(message.nanoseconds)
    else throw new Error(`${this.id} failed in a round`)
  }
}

async function nextMessage(worker: ChildProcess): Promise<WorkerMessage> {
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown]
  return typeof message === 'object' && message !== null
    ? (message as WorkerMessage)
    : { failure: 'it ended' }
}
