/** For what a process waits for as it starts or ends: the clock, threads and processes keep none alive by themselves. */
export async function keepingAlive<T>(ending: Promise<T>): Promise<T> {
  const keepAlive = setInterval(() => undefined, 2 ** 30)
  try {
    return await ending
  } finally {
    clearInterval(keepAlive)
  }
}
