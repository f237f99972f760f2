import type { Clock } from '@evenkeel/core/clock'
import type { ClientStanding } from '@evenkeel/core/protocol'
import type { ClientReport } from '../client-report.ts'

/** As often as servers have their tick, unless they are told otherwise. */
const INTERVAL_MS = 5_000

export interface StatusSenderOptions {
  readonly report: ClientReport
  readonly clock: Clock
  readonly send: (message: string) => void
}

/** Says hello on each connection, and then what became of frames: at once, but at most once in five seconds. */
export class StatusSender {
  readonly #options: StatusSenderOptions
  #told: ClientStanding | undefined
  #cancelNext: (() => void) | undefined

  constructor(options: StatusSenderOptions) {
    this.#options = options
  }

  opened(): void {
    const { report, send } = this.#options
    this.stop()
    this.#told = report.standing()
    send(report.hello())
  }

  /** A frame was looked at. */
  looked(): void {
    if (this.#cancelNext === undefined) this.#tell()
  }

  stop(): void {
    this.#cancelNext?.()
    this.#cancelNext = undefined
  }

  #tell(): void {
    const { report, clock, send } = this.#options
    const standing = report.standing()
    if (standing === this.#told) return
    this.#told = standing
    send(report.status())
    this.#cancelNext = clock.schedule(INTERVAL_MS, () => {
      this.#cancelNext = undefined
      this.#tell()
    })
  }
}
