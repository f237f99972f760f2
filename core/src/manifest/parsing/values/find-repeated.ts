/** The indices of the names that stand in the list before. */
export function findRepeated(names: readonly string[]): readonly number[] {
  const seen = new Set<string>()
  return names.flatMap((name, index) => {
    if (seen.has(name)) return [index]
    seen.add(name)
    return []
  })
}
