import {
  aConfigRepository,
  aDocument,
  documentIssues,
  issuesOf,
  parsedDocument,
} from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('a Repository', () => {
  it('reads the folders of documents where it does not say which', () => {
    expect(
      parsedDocument('apiVersion: evenkeel/v1\nkind: Repository\nmetadata: { name: shop }\n'),
    ).toMatchObject({
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
    })
  })

  it('reads what it says', () => {
    expect(parsedDocument(aDocument('Repository', 'a', 'include: ["a/**"]\nignore: ["a/b"]'))).toMatchObject({
      include: ['a/**'],
      ignore: ['a/b'],
    })
  })

  it.each(['/etc/**', '../secrets', 'a/../../b', 'a/..', String.raw`a\b`, ''])('does not read %j', (glob) => {
    expect(documentIssues(aDocument('Repository', 'a', `include: [${JSON.stringify(glob)}]`))[0]).toContain(
      'malformed-value',
    )
  })

  it.each(['*', '*a', '**/', '*/', '{', '(', 'a', '/', '*a/', '../', '{*}'])(
    'is quick to refuse a megabyte of %s',
    (part) => {
      const glob = part.repeat(1_000_000 / part.length)

      expect(documentIssues(aDocument('Repository', 'a', `include: [${JSON.stringify(glob)}]`))).not.toEqual(
        [],
      )
    },
  )

  it('reads names that only look like ways out', () => {
    expect(documentIssues(aDocument('Repository', 'a', 'include: ["a..b/**", "...", "..a"]'))).toEqual([])
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
    expect(documentIssues(aDocument('Repository', 'a', `ignore: [${JSON.stringify(glob)}]`))[0]).toContain(
      'malformed-value',
    )
  })

  it.each([
    'teams/*/flags/**/*.yaml',
    '{flags,segments}/**/*.{yaml,yml,json}',
    '**/*-draft*',
    'a-[0-9]?/{b,c}.yaml',
  ])('matches %s', (glob) => {
    expect(documentIssues(aDocument('Repository', 'a', `include: [${JSON.stringify(glob)}]`))).toEqual([])
  })
})

describe('Repositories', () => {
  it('is content with one', () => {
    expect(issuesOf(aConfigRepository())).toEqual([])
  })

  it('misses the one there is not', () => {
    expect(issuesOf(aConfigRepository().withoutFile('evenkeel.yaml'))).toEqual([
      'evenkeel.yaml:1:1 no-repository: there is no Repository document, so it is not known which files to read (add evenkeel.yaml with apiVersion: evenkeel/v1, kind: Repository and metadata: { name: … })',
    ])
  })

  it('points at each beyond the first', () => {
    expect(issuesOf(aConfigRepository().withFile('flags/b.yaml', aDocument('Repository', 'other')))).toEqual([
      'flags/b.yaml:2:7 several-repositories: there is another Repository document, in evenkeel.yaml (keep the one in evenkeel.yaml)',
    ])
  })

  it('says nothing of one that is there and has an error', () => {
    const issues = issuesOf(
      aConfigRepository().withFile('evenkeel.yaml', aDocument('Repository', 'a', 'inclde: []')),
    )

    expect(issues).toHaveLength(1)
    expect(issues[0]).toContain('unknown-field')
  })
})
