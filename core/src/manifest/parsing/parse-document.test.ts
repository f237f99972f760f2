import { describe, expect, it } from 'vitest'
import type { Manifest } from '../kinds.ts'
import { parseManifestFile } from '../parse-manifest.ts'

const parse = (text: string) => parseManifestFile({ path: 'a.yaml', bytes: new TextEncoder().encode(text) })

/** The manifest of a document that is right. */
function manifestOf(text: string): Manifest | undefined {
  const { documents, issues } = parse(text)
  expect(issues).toEqual([])
  return documents[0]?.manifest
}

/** Issues as `line:column code, message (hint)`. */
const issuesOf = (text: string) =>
  parse(text).issues.map(
    ({ line, column, code, message, hint }) =>
      `${line}:${column} ${code}, ${message}${hint === undefined ? '' : ` (${hint})`}`,
  )

const own = (kind: string, spec: string) => `apiVersion: evenkeel/v1
kind: ${kind}
metadata:
  name: a
spec:
${spec.replace(/^/gm, '  ')}
`

const METADATA = { name: 'a', labels: {}, annotations: {} }

describe('a Repository', () => {
  it('reads the folders of documents where it does not say which', () => {
    expect(manifestOf('apiVersion: evenkeel/v1\nkind: Repository\nmetadata: { name: shop }\n')).toMatchObject(
      {
        kind: 'Repository',
        include: [
          'context.{yaml,yml,json}',
          'flags/**/*.{yaml,yml,json}',
          'segments/**/*.{yaml,yml,json}',
          'groups/**/*.{yaml,yml,json}',
          'configs/**/*.{yaml,yml,json}',
          'environments/**/*.{yaml,yml,json}',
          'teams/**/*.{yaml,yml,json}',
          'slos/**/*.{yaml,yml,json}',
          'dashboards/**/*.{yaml,yml,json}',
          'tests/**/*.{yaml,yml,json}',
          'policies/**/*.{yaml,yml,json}',
        ],
        ignore: [],
      },
    )
  })

  it('reads what it says', () => {
    expect(manifestOf(own('Repository', 'include: ["a/**"]\nignore: ["a/b"]'))).toMatchObject({
      include: ['a/**'],
      ignore: ['a/b'],
    })
  })

  it.each(['/etc/**', '../secrets', 'a/../../b', 'a/..', String.raw`a\b`, ''])('does not read %j', (glob) => {
    expect(issuesOf(own('Repository', `include: [${JSON.stringify(glob)}]`))[0]).toContain('malformed-value')
  })

  it.each(['*', '*a', '**/', '*/', '{', '(', 'a', '/', '*a/', '../', '{*}'])(
    'is quick to refuse a megabyte of %s',
    (part) => {
      const glob = part.repeat(1_000_000 / part.length)

      expect(issuesOf(own('Repository', `include: [${JSON.stringify(glob)}]`))).not.toEqual([])
    },
  )

  it('reads names that only look like ways out', () => {
    expect(issuesOf(own('Repository', 'include: ["a..b/**", "...", "..a"]'))).toEqual([])
  })

  it.each([
    '*a*a*a*a*b',
    '*a*a*b/c',
    '**/a/**/a/**/b',
    '*/*/*/*',
    '{a,aa}{a,aa}{a,aa}{a,aa}',
    '(a+)+b',
    '[a]+[a]+b',
  ])('does not match %s, which may take longer than anybody waits', (glob) => {
    expect(issuesOf(own('Repository', `ignore: [${JSON.stringify(glob)}]`))[0]).toContain('malformed-value')
  })

  it.each([
    'teams/*/flags/**/*.yaml',
    '{flags,segments}/**/*.{yaml,yml,json}',
    '**/*-draft*',
    'a-[0-9]?/{b,c}.yaml',
  ])('matches %s', (glob) => {
    expect(issuesOf(own('Repository', `include: [${JSON.stringify(glob)}]`))).toEqual([])
  })
})

describe('an Environment', () => {
  it('has a capacity, is not protected and gets the oldest format where it does not say', () => {
    expect(manifestOf('apiVersion: evenkeel/v1\nkind: Environment\nmetadata: { name: a }\n')).toEqual({
      kind: 'Environment',
      metadata: METADATA,
      capacity: { frameKiB: 64 },
      protected: false,
      snapshotFormat: 1,
    })
  })

  it('says what it is', () => {
    const spec =
      'description: d\ncapacity: { flags: 10, frameKiB: 128 }\nprotected: true\npromotesFrom: b\nsnapshotFormat: 1'

    expect(manifestOf(own('Environment', spec))).toEqual({
      kind: 'Environment',
      metadata: METADATA,
      description: 'd',
      capacity: { flags: 10, frameKiB: 128 },
      protected: true,
      promotesFrom: 'b',
      snapshotFormat: 1,
    })
  })

  it('is compiled for a format that can be written', () => {
    expect(issuesOf(own('Environment', 'snapshotFormat: 2'))).toEqual([
      '6:19 unknown-value, `spec.snapshotFormat` is `2`, which is not one of `1`',
    ])
  })

  it('has only the sizes there are, and no fields of later versions', () => {
    expect(issuesOf(own('Environment', 'capacity: { frameKiB: 65 }\nrelease: {}\nfreeze: {}'))).toEqual([
      '6:25 unknown-value, `spec.capacity.frameKiB` is `65`, which is not one of `32`, `64`, `128`, `256` or `512`',
      expect.stringContaining('7:3 unknown-field, `spec` has no field `release`'),
      expect.stringContaining('8:3 unknown-field, `spec` has no field `freeze`'),
    ])
  })
})

describe('a Segment', () => {
  it('finds keys by targetingKey where it does not say', () => {
    expect(manifestOf(own('Segment', 'if: plan = "pro"'))).toEqual({
      kind: 'Segment',
      metadata: METADATA,
      if: { source: 'plan = "pro"', tree: ['=', ['.', 'plan'], 'pro'] },
      by: ['targetingKey'],
      include: [],
      exclude: [],
    })
  })

  it('holds lists of keys', () => {
    expect(
      manifestOf(own('Segment', 'description: d\nby: store.id\ninclude: [a, b]\nexclude: [c]')),
    ).toMatchObject({
      description: 'd',
      by: ['store', 'id'],
      include: ['a', 'b'],
      exclude: ['c'],
    })
  })

  it('says who belongs to it', () => {
    expect(issuesOf(own('Segment', 'exclude: [a]'))).toEqual([
      '6:3 missing-field, `spec` needs at least one of `if` and `include`, and has none',
    ])
  })

  it('holds keys as text', () => {
    expect(issuesOf(own('Segment', 'include: [17]'))).toEqual([
      '6:13 wrong-type, `spec.include[0]` is a number, not a string (quote it: "17")',
    ])
  })
})

describe('a Context', () => {
  it('lists attributes by path', () => {
    const spec =
      'attributes:\n  plan: { type: string, description: d }\n  roles: { type: string, list: true }\n  client.`app-id`: { type: semver, private: true }'

    expect(manifestOf(own('Context', spec))).toEqual({
      kind: 'Context',
      metadata: METADATA,
      attributes: {
        plan: { type: 'string', list: false, description: 'd', private: false },
        roles: { type: 'string', list: true, private: false },
        'client.app-id': { type: 'semver', list: false, private: true },
      },
    })
  })

  it('lists each attribute once, by a path', () => {
    expect(
      issuesOf(
        own(
          'Context',
          'attributes:\n  a-b: { type: string }\n  "`a-b`": { type: string }\n  a..b: { type: ip }',
        ),
      ),
    ).toEqual([
      '8:5 repeated-name, the attribute `a-b` is listed twice (delete one of them)',
      expect.stringContaining('9:5 malformed-path, `a..b` is not the path of an attribute'),
    ])
  })
})

describe('a Config', () => {
  const SCHEMA =
    'schema: { required: [url], properties: { retries: { type: integer }, url: { type: string } } }\n'

  it('carries schema, value and merge patches as they are', () => {
    expect(
      manifestOf(own('Config', `${SCHEMA}value: { url: u }\nenvironments: { production: { retries: 3 } }`)),
    ).toMatchObject({
      kind: 'Config',
      schema: { required: ['url'] },
      value: { url: 'u' },
      environments: { production: { retries: 3 } },
    })
  })

  it('is what its schema says in every environment, after merging', () => {
    const spec = `${SCHEMA}value: { url: u }\nenvironments:\n  development: { retries: lots }\n  production: { url: null }`

    expect(issuesOf(own('Config', spec))).toEqual([
      "9:29 wrong-type, the value merged for development does not satisfy the config's schema: `retries` is a string, not a whole number",
      "10:17 missing-field, the value merged for production does not satisfy the config's schema: the value has no `url` (add `url`)",
    ])
  })

  it('is told once of what is wrong everywhere', () => {
    const spec = `${SCHEMA}value: { url: 5 }\nenvironments:\n  development: { retries: 1 }\n  production: { url: u }`

    expect(issuesOf(own('Config', spec))).toEqual([
      '7:17 wrong-type, the value does not satisfy the config\'s schema: `url` is a number, not a string (quote it: "5")',
    ])
  })

  it('needs a schema that is one', () => {
    expect(issuesOf(own('Config', 'schema: { $ref: other.json }\nvalue: 1'))[0]).toContain(
      '6:19 remote-reference',
    )
    expect(issuesOf(own('Config', 'value: 1'))[0]).toContain('6:3 missing-field, `spec` has no `schema`')
  })
})

describe('a Team', () => {
  it('says who to ask, and who to wake', () => {
    expect(manifestOf(own('Team', 'description: d\nchannel: c\nonCall: o\nescalation: e'))).toEqual({
      kind: 'Team',
      metadata: METADATA,
      description: 'd',
      channel: 'c',
      onCall: 'o',
      escalation: 'e',
    })
  })
})

describe('a FlagTest', () => {
  it('holds cases', () => {
    const spec = `flag: f
cases:
  - name: n
    environment: production
    at: 1970-01-01T00:00:01Z
    context: { targetingKey: u, cart: { total: 5 } }
    expect: { variant: on, reason: SPLIT }
  - environment: production
    context: {}
    expect: { variant: off }`

    expect(manifestOf(own('FlagTest', spec))).toEqual({
      kind: 'FlagTest',
      metadata: METADATA,
      flag: 'f',
      cases: [
        {
          name: 'n',
          environment: 'production',
          at: 1000,
          context: { targetingKey: 'u', cart: { total: 5 } },
          expect: { variant: 'on', reason: 'SPLIT' },
        },
        { environment: 'production', context: {}, expect: { variant: 'off' } },
      ],
    })
  })

  it('expects variants by name and reasons that there are', () => {
    const spec =
      'flag: f\ncases:\n  - environment: e\n    context: {}\n    expect: { variant: true, reason: SPLITS }'

    expect(issuesOf(own('FlagTest', spec))).toEqual([
      '10:26 wrong-type, `spec.cases[0].expect.variant` names a variant, and `true` is a boolean, not a string (write on)',
      expect.stringContaining('(did you mean `SPLIT`?)'),
    ])
  })

  it('takes place at a moment there is', () => {
    const spec =
      'flag: f\ncases:\n  - environment: e\n    at: 2026-02-30T00:00:00Z\n    context: {}\n    expect: { variant: on }'

    expect(issuesOf(own('FlagTest', spec))[0]).toContain('9:11 no-such-moment')
  })
})

describe('an OpenSLO document', () => {
  it('is carried as it is', () => {
    const text =
      'apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: a\n  displayName: A\n  labels: { team: [x, y], tier: one }\nspec:\n  objectives: [{ target: 0.999 }]\n'

    expect(manifestOf(text)).toEqual({
      kind: 'SLO',
      metadata: { name: 'a', labels: { tier: 'one' }, annotations: {} },
      spec: { objectives: [{ target: 0.999 }] },
    })
  })

  it('has a name, metadata and a spec', () => {
    expect(issuesOf('apiVersion: openslo/v1\nkind: SLO\nmetadata: {}\nspec: 1')).toEqual([
      '3:11 missing-field, the `metadata` of an OpenSLO document has a `name`, which is a string (add `name`)',
      '4:7 wrong-type, an OpenSLO document has `spec`, which is a mapping',
    ])
    expect(issuesOf('apiVersion: openslo/v1\nkind: SLO')).toHaveLength(3)
  })

  it('is of a kind that OpenSLO has', () => {
    expect(issuesOf('apiVersion: openslo/v1\nkind: Flag')[0]).toContain('2:7 unknown-kind, `Flag` is no kind')
  })
})

describe('what is no document of ours', () => {
  it('is told how documents begin', () => {
    expect(issuesOf('- a\n')).toEqual([
      '1:1 not-a-document, a document is a mapping with apiVersion, kind, metadata and spec (begin with `apiVersion: evenkeel/v1`)',
    ])
    expect(issuesOf('hello')[0]).toContain('not-a-document')
    expect(issuesOf('a: 1')).toEqual([
      '1:1 missing-api-version, a document without `apiVersion` cannot be read (add `apiVersion: evenkeel/v1`, or add the file to `ignore` in evenkeel.yaml)',
    ])
    expect(issuesOf('apiVersion: evenkeel/v1')[0]).toContain('missing-kind')
  })

  it('is told the nearest kind and version', () => {
    expect(issuesOf('apiVersion: evenkeel/v1\nkind: flag')[0]).toContain(
      '2:7 unknown-kind, `flag` is no kind that is known here (did you mean `Flag`?',
    )
    expect(issuesOf('apiVersion: evenkeel/v2\nkind: Flag')[0]).toContain('(did you mean `evenkeel/v1`?')
    expect(issuesOf('apiVersion: apps/v1\nkind: Deployment')[0]).toContain(
      '(the versions are `evenkeel/v1` and `openslo/v1`)',
    )
    expect(issuesOf('apiVersion: evenkeel/v1\nkind: Rollout')[0]).toContain(
      '(the kinds are `Repository`, `Environment`, `Flag`, `Segment`, `ExclusionGroup`, `Context`, `Config`, `Team` and `FlagTest`)',
    )
  })

  it('is told of a spec that its kind cannot do without', () => {
    const bare = (kind: string) => issuesOf(`apiVersion: evenkeel/v1\nkind: ${kind}\nmetadata: { name: a }\n`)

    for (const kind of ['Flag', 'Context', 'Config', 'FlagTest', 'Segment', 'ExclusionGroup']) {
      expect(bare(kind)).toEqual([expect.stringContaining('1:1 missing-field, the document has no `spec`')])
    }
    for (const kind of ['Repository', 'Environment', 'Team']) expect(bare(kind)).toEqual([])
  })

  it('does not take what objects have of their own for a kind', () => {
    expect(issuesOf('apiVersion: evenkeel/v1\nkind: constructor')[0]).toContain('unknown-kind')
    expect(issuesOf('apiVersion: __proto__\nkind: Flag')[0]).toContain('unknown-api-version')
  })
})

describe('the metadata of a document', () => {
  it('holds a name, labels and annotations', () => {
    const text =
      'apiVersion: evenkeel/v1\nkind: Team\nmetadata:\n  name: a\n  labels: { team: x }\n  annotations: { runbook: y, x-z: "1" }\n  x-mine: 5\n'

    expect(manifestOf(text)?.metadata).toEqual({
      name: 'a',
      labels: { team: 'x' },
      annotations: { runbook: 'y', 'x-z': '1' },
    })
  })

  it.each(['-a', 'a b', 'ä', 'a/b', 'a'.repeat(129), '.a'])('does not take %j for a name', (name) => {
    expect(issuesOf(`apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: "${name}" }`)[0]).toContain(
      '3:19 malformed-value',
    )
  })

  it('holds text only', () => {
    expect(
      issuesOf('apiVersion: evenkeel/v1\nkind: Team\nmetadata: { name: 1, labels: { a: true } }'),
    ).toEqual([
      '3:19 wrong-type, `metadata.name` is a number, not a string (quote it: "1")',
      '3:35 wrong-type, `metadata.labels.a` is a boolean, not a string (quote it: "true")',
    ])
  })
})
