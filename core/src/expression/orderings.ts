const BELOW = 1
const EQUAL = 2
const ABOVE = 4

/** What the left side of a comparison may be against the right. */
export type Ordering = number

export const ORDERINGS: Readonly<Record<string, Ordering>> = {
  '=': EQUAL,
  '<': BELOW,
  '<=': BELOW | EQUAL,
  '>': ABOVE,
  '>=': ABOVE | EQUAL,
}

/** Whether a comparison holds, given what its left side is against its right: below, at or above zero. */
export function holds(ordering: Ordering, difference: number): boolean {
  return (ordering & (difference < 0 ? BELOW : difference > 0 ? ABOVE : EQUAL)) !== 0
}
