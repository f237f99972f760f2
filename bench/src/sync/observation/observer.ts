import { snapshotPath } from '@evenkeel/core/protocol'
import { residentBytesOfTree } from '../server/process-tree.ts'
import type { ServerProcess } from '../server/server-process.ts'
import { WATCHED } from '../workload/sync-workload.ts'
import type { Distribution } from './distribution.ts'
import { distributionOf } from './distribution.ts'
import { repeatedly } from './repeatedly.ts'
import { Streams } from './streams.ts'

/** What a server was like for some time; all but memory in milliseconds. */
export interface Observation {
  /** How late timers of the serving process's main thread were. */
  readonly delayMs: Distribution
  /** How long answers took. */
  readonly livezMs: Distribution
  readonly pollMs: Distribution
  /** How long a stream waited from one frame to the next. */
  readonly gapMs: Distribution
  readonly failedRequests: number
  readonly lostStreams: number
  /** Of the serving process, at the end. */
  readonly residentBytes: number
  /** Of all processes together, the most that was seen; absent where the system does not say. */
  readonly treeBytes?: number
}

const LIVEZ_MS = 50
const POLL_MS = 250
const TREE_MS = 50
const STREAM_COUNT = 20

/** Is what services and an orchestrator are to a server, and takes down how they are served. */
export class Observer {
  readonly #server: ServerProcess
  readonly #streams: Streams
  readonly #stops: readonly (() => Promise<void>)[]
  #livezMs: number[] = []
  #pollMs: number[] = []
  #failedRequests = 0
  #treeBytes = 0

  private constructor(server: ServerProcess, streams: Streams) {
    this.#server = server
    this.#streams = streams
    this.#stops = [
      repeatedly(LIVEZ_MS, () => this.#time('/livez', this.#livezMs)),
      repeatedly(POLL_MS, () => this.#time(snapshotPath(WATCHED), this.#pollMs)),
      repeatedly(TREE_MS, () => this.#weigh()),
    ]
  }

  /** Once the server serves. */
  static async start(server: ServerProcess): Promise<Observer> {
    const streams = await Streams.open(server.api, STREAM_COUNT)
    await server.channel.readProbe()
    return new Observer(server, streams)
  }

  /** What was seen while something happened. */
  async during(work: () => Promise<void>): Promise<Observation> {
    await this.#take()
    await work()
    return this.#take()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()))
    this.#streams.close()
  }

  async #take(): Promise<Observation> {
    const { delaysMs, residentBytes } = await this.#server.channel.readProbe()
    const observation: Observation = {
      delayMs: distributionOf(delaysMs),
      livezMs: distributionOf(this.#livezMs.splice(0)),
      pollMs: distributionOf(this.#pollMs.splice(0)),
      gapMs: distributionOf(this.#streams.takeGapsMs()),
      failedRequests: this.#failedRequests,
      lostStreams: this.#streams.lost,
      residentBytes,
      ...(this.#treeBytes > 0 && { treeBytes: this.#treeBytes }),
    }
    this.#failedRequests = 0
    this.#treeBytes = 0
    return observation
  }

  async #time(path: string, figures: number[]): Promise<void> {
    const startedAt = performance.now()
    const status = await this.#server.api.get(path).then(
      (answer) => answer.status,
      () => undefined,
    )
    if (status === 200) figures.push(performance.now() - startedAt)
    else this.#failedRequests++
  }

  #weigh(): Promise<void> {
    this.#treeBytes = Math.max(this.#treeBytes, residentBytesOfTree(this.#server.pid))
    return Promise.resolve()
  }
}
