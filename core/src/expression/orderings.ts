/** Whether a comparison holds, given what its left side is against its right: below, at or above zero. */
export type Ordering = (difference: number) => boolean

export const ORDERINGS = {
  '=': (difference) => difference === 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
} satisfies Readonly<Record<string, Ordering>>
