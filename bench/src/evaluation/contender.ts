import type { BenchContext, BenchFlag, WorkloadName } from './workloads.ts'

/** Something that evaluates flags in this process. */
export interface Contender {
  readonly name: string
  /** The package that does the work; its installed version is shown. */
  readonly package: string
  /** How it was set up, for the reader of the results. */
  readonly setup: string
  /** The workloads that it cannot do with the same meaning, and why. */
  readonly lacks?: Partial<Readonly<Record<WorkloadName, string>>>
  /** The flags as the text that it loads. */
  readonly write: (flags: readonly BenchFlag[]) => string | Promise<string>
  start(text: string): Asking | Promise<Asking>
}

/**
 * Prepares the evaluation of one flag for one subject: what the contender lets a service do once a request is done
 * here, what it does at every evaluation is done in the function that it gives. That returns the value, or a promise.
 */
export interface Asking {
  readonly boolean: Ask
  readonly string: Ask
  readonly object: Ask
  /** What an answer's value is, where an answer is more than that; not timed. */
  readonly read?: (answer: unknown) => unknown
}

type Ask = (key: string, context: BenchContext) => () => unknown
