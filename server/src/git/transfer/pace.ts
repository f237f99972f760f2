import { setImmediate } from 'node:timers/promises'

/** Of work that may take long. */
export interface Pace {
  /** Called between objects: lets others run now and then, and throws when the work has to end. */
  step(): Promise<void>
  /** Throws when the work has to end. */
  check(): void
}

const STEPS_AT_ONCE = 16

export function paceOf(check: () => void): Pace {
  let steps = 0
  return {
    check,
    async step() {
      check()
      if (++steps % STEPS_AT_ONCE === 0) await setImmediate()
    },
  }
}
