/** What the examples of the guide are about; all that it says of them is true of this context. */
export const EXAMPLE_CONTEXT = {
  targetingKey: 'u-1',
  email: 'Kim@Example.com',
  plan: 'pro',
  age: 34,
  beta: true,
  groups: ['staff', 'editors'],
  address: { country: 'DE' },
  'device-type': 'phone',
  version: '2.4.1',
  ip: '10.1.2.3',
  since: '2026-03-01T08:00:00Z',
} as const

/** A condition that is true of the example context, and what it asks. */
export interface Example {
  readonly condition: string
  readonly asks: string
}

export const OPERATOR_EXAMPLES: readonly Example[] = [
  {
    condition: 'plan = "pro"',
    asks: 'Is the attribute this string? Numbers, `true`, `false` and `null` go without quotes.',
  },
  { condition: 'plan != "free"', asks: 'Is the attribute there, and something else?' },
  { condition: 'age >= 18', asks: 'Numbers are ordered as numbers, strings by code point, nothing else is.' },
  { condition: 'plan in ["pro", "team"]', asks: 'Is the attribute one of these?' },
  {
    condition: '"staff" in groups',
    asks: 'Does the list hold this? One value that is no list counts as a list of one.',
  },
  { condition: 'beta = true', asks: 'A condition says what an attribute must be; `beta` alone is refused.' },
  { condition: 'address.country = "DE"', asks: 'A dot leads into an object.' },
  {
    condition: '`device-type` = "phone"',
    asks: 'Names with other characters than letters, digits and `_` are in backquotes.',
  },
  {
    condition: 'plan = "free" or age > 30 and beta = true',
    asks: '`and` binds tighter than `or`; parentheses say otherwise.',
  },
  { condition: '$not(plan = "free" or plan = "trial")', asks: 'The opposite.' },
]

/** By function, as `function-signatures.ts` names them. */
export const FUNCTION_EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  $not: [{ condition: '$not(plan = "free")', asks: 'the opposite of a condition' }],
  $boolean: [
    {
      condition: '$boolean(groups)',
      asks: 'neither `false`, 0, empty nor `null`; of a list, one of its items',
    },
  ],
  $exists: [{ condition: '$exists(email)', asks: 'the attribute is there' }],
  $count: [
    {
      condition: '$count(groups) >= 2',
      asks: 'how many items a list has; 1 for any other value, 0 for none',
    },
  ],
  $number: [{ condition: '$number("0x22") = age', asks: 'a number out of a string or a boolean' }],
  $string: [{ condition: '$string(age) = "34"', asks: 'a string out of anything, as JSON writes it' }],
  $lowercase: [{ condition: '$lowercase(email) = "kim@example.com"', asks: 'in small letters' }],
  $uppercase: [{ condition: '$uppercase(plan) = "PRO"', asks: 'in capitals' }],
  $trim: [
    {
      condition: '$trim(plan) = "pro"',
      asks: 'without white space at its ends, and with single spaces in it',
    },
  ],
  $length: [{ condition: '$length(plan) = 3', asks: 'how many code points a string has' }],
  $contains: [
    { condition: '$contains(email, "@Example.")', asks: 'the string has this part' },
    {
      condition: '$contains(email, /@example\\.(com|org)$/i)',
      asks: 'a part of the string matches this regular expression',
    },
  ],
  $startsWith: [{ condition: '$startsWith(email, "Kim@")', asks: 'the string begins so' }],
  $endsWith: [{ condition: '$endsWith($lowercase(email), "@example.com")', asks: 'the string ends so' }],
  $before: [
    {
      condition: '$before(since, "2026-04-01T00:00:00+02:00")',
      asks: 'an instant (RFC 3339, with its zone) is before another',
    },
  ],
  $after: [{ condition: '$after(since, "2026-01-01T00:00:00Z")', asks: 'an instant is after another' }],
  $intersects: [
    { condition: '$intersects(groups, ["editors", "owners"])', asks: 'the lists have an item in common' },
  ],
  $segment: [{ condition: '$segment("eu-customers")', asks: 'the subject is in this Segment' }],
  $semver: [
    {
      condition: '$semver(version, "^2.1 || 4.x")',
      asks: 'a full version is in a range, as npm reads both: a pre-release only where the range names one',
    },
  ],
  $cidr: [
    {
      condition: '$cidr(ip, "10.0.0.0/8", "2001:db8::/32")',
      asks: 'an IP address is in one of these blocks; `::ffff:10.1.2.3` is the IPv4 address that it maps',
    },
  ],
}

/** What the table of missing values asks of an attribute `a`. */
export const MISSING_VALUE_EXAMPLES: readonly string[] = [
  'a = "x"',
  'a != "x"',
  'a in ["x", "y"]',
  '"x" in a',
  'a < 5',
  'a >= "m"',
  '$exists(a)',
  '$not(a = true)',
  '$not(a)',
  '$boolean(a)',
  '$count(a)',
  '$number(a)',
  '$string(a)',
  '$lowercase(a)',
  '$trim(a)',
  '$length(a)',
  '$contains(a, "x")',
  '$contains(a, /x/)',
  '$startsWith(a, "x")',
  '$before(a, "2026-01-01T00:00:00Z")',
  '$intersects(a, ["x", "y"])',
  '$semver(a, "2.x")',
  '$cidr(a, "10.0.0.0/8")',
  'a.b = "x"',
]
