import { setTimeout } from 'node:timers/promises'
import type { ServerProcess } from '../server/server-process.ts'
import { flagKey } from '../workload/flag-file.ts'
import { WATCHED } from '../workload/sync-workload.ts'

/** One operator after the other, each with a moment between. */
const PAUSE_MS = 20
/** So many are in force at most. */
const FLAGS_IN_TURN = 10

/** Puts operations in force, one at a time; gives how long each took from asked to published. */
export class Operator {
  readonly #server: ServerProcess
  #count = 0

  constructor(server: ServerProcess) {
    this.#server = server
  }

  /** The milliseconds of each; as many as there is time for until `isOver`. */
  async operateUntil(isOver: (count: number) => boolean): Promise<readonly number[]> {
    const figuresMs: number[] = []
    while (!isOver(figuresMs.length)) {
      figuresMs.push(await this.#operate())
      await setTimeout(PAUSE_MS)
    }
    return figuresMs
  }

  #operate(): Promise<number> {
    const count = this.#count++
    const flag = flagKey(count % FLAGS_IN_TURN)
    const variant = Math.floor(count / FLAGS_IN_TURN) % 2 === 0 ? 'on' : 'off'
    return this.#server.channel.put(WATCHED, { id: `operation-${count}`, flag, variant })
  }
}
