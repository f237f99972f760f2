import { aBooleanFlag, aConfigRepository, aDocument, issuesOf } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'

describe('knownSegments', () => {
  const rule = (condition: string) => `rules:\n  - name: r\n    if: ${condition}\n    serve: on`
  const staff = aDocument('Segment', 'staff', 'if: a = 1')

  it('misses segments in flags, their environments and other segments, at the name', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aBooleanFlag('a', rule('plan = "x" and $segment("staf")')))
      .withFile(
        'b.yaml',
        aBooleanFlag(
          'b',
          "environments:\n  production:\n    state: ENABLED\n    rules: [{ name: r, if: $segment('stuff'), serve: on }]",
        ),
      )
      .withFile(
        'c.yaml',
        aDocument('Segment', 'c', 'if: >-\n  a = 1\n  or $not($segment("staff")) or $segment("nobody")'),
      )
      .withFile('d.yaml', staff)

    expect(issuesOf(repository)).toEqual([
      'a.yaml:10:35 unknown-reference: there is no Segment called `staf` (did you mean `staff`?)',
      'b.yaml:11:39 unknown-reference: there is no Segment called `stuff` (did you mean `staff`?)',
      'c.yaml:8:44 unknown-reference: there is no Segment called `nobody` (there is `c` and `staff`)',
    ])
  })

  it('says nothing of a segment that is there and has an error', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aBooleanFlag('a', rule('$segment("staff")')))
      .withFile('b.yaml', staff.replace('a = 1', 'a ='))

    expect(issuesOf(repository)).toEqual([expect.stringContaining('b.yaml:6:')])
  })

  it('says nothing of what a file that cannot be read may hold', () => {
    const repository = aConfigRepository()
      .withFile('a.yaml', aBooleanFlag('a', rule('$segment("staff")')))
      .withFile('b.yaml', Uint8Array.from([0xff]))

    expect(issuesOf(repository)).toEqual([expect.stringContaining('b.yaml:1:1 not-utf-8')])
  })
})
