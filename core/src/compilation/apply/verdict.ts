/** What the schema of a base says of the value that a config operation gives; `undecided`: not within its time. */
export const VERDICTS = ['valid', 'violated', 'undecided'] as const
export type Verdict = (typeof VERDICTS)[number]

/** By operation id. An operation that nobody judged is undecided. */
export type Verdicts = ReadonlyMap<string, Verdict>
