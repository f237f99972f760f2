import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from '../median.ts'
import type { Contender } from './contender.ts'
import type { ContenderId } from './contenders/contenders.ts'
import type { WorkerMessage, WorkerRequest } from './worker.ts'
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

const WITHOUT_COLLECTIONS = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']
const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Each contender in a process of its own; one runs at a time, round after round in turn. */
export async function measureWorkload(
  workload: WorkloadName,
  contenders: ReadonlyMap<ContenderId, Contender>,
  rounds: number,
): Promise<ReadonlyMap<ContenderId, Measured>> {
  const measured = new Map<ContenderId, Measured>()
  const allocations = new Map<ContenderId, number>()
  const running: RunningContender[] = []
  try {
    for (const [id, { lacks }] of contenders) {
      const reason = lacks?.[workload]
      if (reason === undefined) {
        allocations.set(id, await measureAllocation(id, workload))
        running.push(await RunningContender.start(id, workload, []))
      } else measured.set(id, { lacks: reason })
    }
    for (let round = 0; round < rounds; round++) {
      for (const contender of running) contender.rounds.push(await contender.ask('time'))
    }
  } finally {
    for (const { worker } of running) worker.kill()
  }
  for (const { id, rounds } of running) {
    measured.set(id, { median: median(rounds), rounds, bytesPerEvaluation: allocations.get(id) ?? 0 })
  }
  return measured
}

/** In a process whose garbage is not collected meanwhile. */
async function measureAllocation(id: ContenderId, workload: WorkloadName): Promise<number> {
  const contender = await RunningContender.start(id, workload, WITHOUT_COLLECTIONS)
  try {
    return await contender.ask('allocation')
  } finally {
    contender.worker.kill()
  }
}

/** A process of its own, which does nothing unless it is asked. */
class RunningContender {
  readonly id: ContenderId
  readonly worker: ChildProcess
  readonly rounds: number[] = []

  private constructor(id: ContenderId, worker: ChildProcess) {
    this.id = id
    this.worker = worker
  }

  static async start(
    id: ContenderId,
    workload: WorkloadName,
    execArgv: readonly string[],
  ): Promise<RunningContender> {
    const worker = fork(WORKER, [id, workload], {
      execArgv: [...execArgv],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const message = await nextMessage(worker)
    if ('ready' in message) return new RunningContender(id, worker)
    worker.kill()
    throw new Error(
      `${id} fails ${workload}: ${'failure' in message ? message.failure : 'it told no reason'}`,
    )
  }

  async ask(request: WorkerRequest): Promise<number> {
    const next = nextMessage(this.worker)
    this.worker.send(request)
    const message = await next
    if ('figure' in message) return message.figure
    throw new Error(`${this.id} failed in a round`)
  }
}

async function nextMessage(worker: ChildProcess): Promise<WorkerMessage> {
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown]
  return typeof message === 'object' && message !== null
    ? (message as WorkerMessage)
    : { failure: 'it ended' }
}
