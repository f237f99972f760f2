const MAX_DISTANCE = 2

/** `: did you mean X?` where one of `known` is at most two edits away from `written`, else nothing. */
export function suggest(written: string, known: readonly string[]): string {
  const nearest = known
    .map((word) => ({ word, distance: editDistance(written, word) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .toSorted((a, b) => a.distance - b.distance)[0]
  return nearest ? `: did you mean ${nearest.word}?` : ''
}

/** Levenshtein's, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, character] of from.split('').entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
