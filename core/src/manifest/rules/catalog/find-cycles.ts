/** Something one name says of another, with whatever helps to find the place. */
export interface Edge<T> {
  readonly to: string
  readonly at: T
}

/** One name of a cycle and its edge to the next; the last leads to the first. */
export interface Step<T> {
  readonly name: string
  readonly at: T
}

/**
 * Cycles of a directed graph, at least one for every group of names that reach one another, each beginning with its
 * least name. To find them takes time linear in names and edges, and no stack; to give one, time linear in its length.
 */
export function* findCycles<T>(
  names: Iterable<string>,
  edgesOf: (name: string) => readonly Edge<T>[],
): Generator<Step<T>[], void> {
  const done = new Set<string>()
  for (const start of names) {
    const trail: { name: string; edges: readonly Edge<T>[]; next: number }[] = []
    const onTrail = new Map<string, number>()
    const enter = (name: string) => {
      onTrail.set(name, trail.length)
      trail.push({ name, edges: edgesOf(name), next: 0 })
    }
    if (!done.has(start)) enter(start)
    for (let here = trail.at(-1); here; here = trail.at(-1)) {
      const edge = here.edges[here.next++]
      if (!edge) {
        done.add(here.name)
        onTrail.delete(here.name)
        trail.pop()
        continue
      }
      const index = onTrail.get(edge.to)
      if (index !== undefined) yield fromLeast(stepsOf(trail.slice(index)))
      else if (!done.has(edge.to)) enter(edge.to)
    }
  }
}

function stepsOf<T>(trail: readonly { name: string; edges: readonly Edge<T>[]; next: number }[]): Step<T>[] {
  return trail.flatMap(({ name, edges, next }) => {
    const taken = edges[next - 1]
    return taken ? [{ name, at: taken.at }] : []
  })
}

function fromLeast<T>(steps: readonly Step<T>[]): Step<T>[] {
  let least = 0
  steps.forEach(({ name }, index) => {
    if (name < (steps[least]?.name ?? name)) least = index
  })
  return [...steps.slice(least), ...steps.slice(0, least)]
}
