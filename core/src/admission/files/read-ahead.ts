const CONCURRENT = 16

/** What `read` gives of each item, in their order, with a few under way at a time. Throws what `read` throws. */
export async function* readAhead<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const underWay: Promise<R>[] = []
  for (const item of items) {
    if (underWay.length === CONCURRENT) yield underWay.shift() as Promise<R>
    underWay.push(started(read(item)))
  }
  yield* underWay
}

/** One that fails while another is waited for is not unhandled: its turn comes, or an earlier one has failed. */
function started<R>(reading: Promise<R>): Promise<R> {
  reading.catch(() => undefined)
  return reading
}
