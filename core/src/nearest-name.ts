/** The candidate that a name was probably meant to be, if one is near enough to be worth saying. */
export function findNearestName(name: string, known: Iterable<string>): string | undefined {
  const candidates = [...known]
  let nearest: string | undefined
  let least = mistakesAllowed(name) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least)
    if (distance < least) {
      nearest = candidate
      least = distance
    }
    if (least === 0) break
  }
  return nearest ?? findOnlyLonger(name, candidates)
}

/** The one candidate that begins with the name, as `boolean` does with `bool`. */
function findOnlyLonger(name: string, candidates: readonly string[]): string | undefined {
  if (name.length < 3) return undefined
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(name.toLowerCase()))
  return longer.length === 1 ? longer[0] : undefined
}

function mistakesAllowed(name: string): number {
  if (name.length <= 2) return 0
  if (name.length <= 4) return 1
  return name.length <= 8 ? 2 : 3
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); gives up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1)
      }
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least >= limit) return limit
    beforePrevious = previous
    previous = row
  }
  return previous[b.length] ?? limit
}
