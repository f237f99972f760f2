/** Numbers in [0, 1), the same for the same seed. mulberry32, public domain, by Tommy Ettinger. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of the words, each as likely. */
export function pick(random: () => number, words: readonly string[]): string {
  const word = words[Math.floor(random() * words.length)]
  if (word === undefined) throw new TypeError('there is nothing to pick from')
  return word
}
