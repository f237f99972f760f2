/** A place in the order of publications of an environment. */
export interface Place {
  readonly epoch: number
  readonly sequence: number
}

/** Negative when `a` was published before `b`, positive when after. */
export function comparePlaces(a: Place, b: Place): number {
  return a.epoch - b.epoch || a.sequence - b.sequence
}

/** Whether something stands after `other`; after nothing, where there is no other. */
export function isNewer(place: Place, other: Place | undefined): boolean {
  return other === undefined || comparePlaces(place, other) > 0
}
