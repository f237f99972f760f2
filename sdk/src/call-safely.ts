/** Calls what someone else wrote: what it throws, or its promise rejects with, is reported and stops nothing. */
export function callSafely<T>(call: () => T, report: (thrown: unknown) => void): T | undefined {
  try {
    const returned = call()
    if (returned instanceof Promise) returned.catch(report)
    return returned
  } catch (thrown) {
    report(thrown)
    return undefined
  }
}
