/** A place where the language means something else than JSONata, with a condition that shows it. */
export interface Deviation {
  readonly name: string
  /** What ours does, and why. */
  readonly says: string
  readonly condition: string
  readonly context: Readonly<Record<string, unknown>>
  /** What JSONata gives, or that it raises an error. */
  readonly jsonata: boolean | 'error'
  /** What ours gives. */
  readonly ours: boolean | 'undefined'
}

/**
 * All places. Everywhere else the language gives what the `jsonata` package gives; the oracle test holds it to that,
 * and to this list.
 */
export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'Nothing fails',
    says: 'Where JSONata raises an error ours is undefined, so that no context can make a flag fail.',
    condition: 'age < 18',
    context: { age: 'seventeen' },
    jsonata: 'error',
    ours: 'undefined',
  },
  {
    name: 'Strings are ordered by code point',
    says: 'JSONata orders them by UTF-16 code unit, which puts emoji before some letters.',
    condition: 'name < "😀"',
    context: { name: 'ｚ' },
    jsonata: false,
    ours: true,
  },
  {
    name: 'A list never equals an object',
    says: 'To JSONata a list is an object that has a length.',
    condition: 'tags = profile',
    context: { tags: ['a'], profile: { 0: 'a', length: 1 } },
    jsonata: true,
    ours: false,
  },
  {
    name: 'A number is the whole text',
    says: 'JSONata takes text that only contains a hexadecimal, octal or binary number for a number that is none (NaN).',
    condition: '$exists($number(build))',
    context: { build: '0x1f-beta' },
    jsonata: true,
    ours: false,
  },
  {
    name: 'Regular expressions read code points',
    says: 'JSONata reads UTF-16 code units, of which an emoji has two.',
    condition: '$contains(name, /^.$/)',
    context: { name: '😀' },
    jsonata: false,
    ours: true,
  },
  {
    name: 'Names mean nothing',
    says: 'An object with an attribute called _jsonata_function or _jsonata_lambda is a function to JSONata.',
    condition: 'plan.name = "pro"',
    context: { plan: { name: 'pro', _jsonata_lambda: true } },
    jsonata: false,
    ours: true,
  },
]
