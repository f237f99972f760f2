import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

/** A condition of three nodes and one more for the list for each comparison. */
const condition = (comparisons: number) =>
  Array.from({ length: comparisons }, (_, i) => `a${i} = ${i}`).join(' or ')

const rule = (name: string, source: string) => `  - { name: ${name}, if: '${source}', serve: on }\n`

describe('boundedReach', () => {
  const segments = (count: number) =>
    Array.from({ length: count }, (_, i) => aDocument('Segment', `s${i}`, `if: ${condition(60)}`)).join(
      '---\n',
    )
  const uses = (count: number) =>
    aBooleanFlag(
      'big',
      `rules:\n${Array.from({ length: count }, (_, i) => rule(`r${i}`, `$segment("s${i}")`)).join('')}`,
    )

  it('is content with what an evaluation can look at', () => {
    expect(
      issuesOf(aConfigRepository().withFile('s.yaml', segments(20)).withFile('a.yaml', uses(20))),
    ).toEqual([])
  })

  it('counts the segments a flag reaches', () => {
    expect(
      issuesOf(aConfigRepository().withFile('s.yaml', segments(40)).withFile('a.yaml', uses(40))),
    ).toEqual([
      expect.stringMatching(
        /^a\.yaml:4:9 too-much-to-evaluate: an evaluation of `big` can reach \d{4} nodes of expressions, and 4096 are allowed/,
      ),
    ])
  })

  it('counts a segment once, however often it is used', () => {
    const twice = aBooleanFlag(
      'big',
      `rules:\n${Array.from({ length: 60 }, (_, i) => rule(`r${i}`, '$segment("s0")')).join('')}`,
    )

    expect(issuesOf(aConfigRepository().withFile('s.yaml', segments(1)).withFile('a.yaml', twice))).toEqual(
      [],
    )
  })

  it('counts what prerequisites reach', () => {
    const repository = aConfigRepository()
      .withFile('s.yaml', segments(40))
      .withFile('a.yaml', uses(20))
      .withFile(
        'b.yaml',
        aBooleanFlag(
          'b',
          `prerequisites: [{ flag: big, variants: [on] }]\nrules:\n${Array.from({ length: 20 }, (_, i) => rule(`r${i}`, `$segment("s${i + 20}")`)).join('')}`,
        ),
      )

    expect(issuesOf(repository)).toEqual([expect.stringContaining('b.yaml:4:9 too-much-to-evaluate')])
  })

  it('counts what applies in each environment, and names the worst', () => {
    const rules = uses(40).slice(uses(40).indexOf('  rules:')).replaceAll(/^/gm, '    ')
    const overlay = `${aBooleanFlag('big').trimEnd()}\n  environments:\n    production:\n      state: ENABLED\n${rules.trimEnd()}\n`

    expect(
      issuesOf(aConfigRepository().withFile('s.yaml', segments(40)).withFile('a.yaml', overlay)),
    ).toEqual([expect.stringContaining('nodes of expressions in production, and')])
  })
})
