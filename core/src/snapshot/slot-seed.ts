const PREFIX = 'group/'

/** What the slots of an ExclusionGroup are drawn with; no seed that an author writes has a `/`. */
export function slotSeed(group: string): string {
  return PREFIX + group
}

/** The ExclusionGroup whose slots are drawn with a seed. */
export function groupOfSeed(seed: string): string {
  return seed.slice(PREFIX.length)
}
