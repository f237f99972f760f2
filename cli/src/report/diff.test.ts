import type { JsonValue } from '@evenkeel/core/json'
import { describe, expect, it } from 'vitest'
import type { Comparison } from './changed-things.ts'
import { writeDiff } from './diff.ts'
import { writeMarkdownDiff } from './markdown-diff.ts'
import { PLAIN } from './style.ts'

const comparison: Comparison = {
  from: 'main (4f2a9c1e)',
  to: 'the work tree',
  environments: [
    { environment: 'development', change: 'none', flags: [], segments: [], configs: [] },
    {
      environment: 'production',
      change: 'changed',
      flags: [
        {
          key: 'checkout-redesign',
          change: 'changed',
          details: [
            { path: 'rules.ramp.percent', from: 10, to: 25 },
            { path: 'prerequisites.new-cart', from: ['on'] },
          ],
          redrawn: ['ramp'],
          through: [],
        },
        {
          key: 'gift-cards',
          change: 'added',
          details: [{ path: 'type', to: 'boolean' }],
          redrawn: [],
          through: [],
        },
        { key: 'old-one', change: 'removed', details: [], redrawn: [], through: [] },
        { key: 'wallet', change: 'changed', details: [], redrawn: [], through: ['staff'] },
      ],
      segments: [
        {
          name: 'staff',
          change: 'changed',
          details: [{ path: 'include', from: ['u-1', 'u-2'], to: ['u-1', 'u-3'] }],
          through: [],
        },
      ],
      configs: [
        {
          path: 'payments',
          from: { timeoutMs: 3000 },
          to: { timeoutMs: 2500 },
          details: [{ path: 'value.timeoutMs', from: 3000, to: 2500 }],
        },
        { path: 'search', to: { boost: 2 }, details: [{ path: 'value', to: { boost: 2 } }] },
        { path: 'old', from: 1, details: [{ path: 'value', from: 1 }] },
      ],
    },
    { environment: 'staging', change: 'removed', flags: [], segments: [], configs: [] },
    { environment: 'test', change: 'added', flags: [], segments: [], configs: [] },
  ],
}

describe('a comparison', () => {
  it('for people says what changes from what to what, environment by environment', () => {
    expect(writeDiff(comparison, PLAIN)).toBe(`main (4f2a9c1e) → the work tree

production (4 flags, 1 segment, 3 configs)
  ~ checkout-redesign
      rules.ramp.percent  10 → 25
      prerequisites.new-cart  ["on"] removed
      rules.ramp draws its subjects anew: some who were in are out, and others are in
  + gift-cards
  - old-one
  ~ wallet through staff
  ~ segment staff
      include  -"u-2" +"u-3"
  ~ config payments
      value.timeoutMs  3000 → 2500
  + config search
  - config old

staging (removed: nothing is served here any more)

test (new environment)

unchanged: development
`)
  })

  it('as Markdown does so for a pull request', () => {
    expect(writeMarkdownDiff(comparison)).toBe(`### What changes from \`main (4f2a9c1e)\` to \`the work tree\`

**production** (4 flags, 1 segment, 3 configs)

- \`checkout-redesign\`
  - \`rules.ramp.percent\`: \`10\` → \`25\`
  - \`prerequisites.new-cart\`: \`["on"]\` removed
  - **\`rules.ramp\` draws its subjects anew: some who were in are out, and others are in**
- \`gift-cards\` added
- \`old-one\` removed
- \`wallet\` through \`staff\`
- segment \`staff\`
  - \`include\`: \`"u-2"\` removed, \`"u-3"\` added
- config \`payments\`
  - \`value.timeoutMs\`: \`3000\` → \`2500\`
- config \`search\` added
- config \`old\` removed

**staging** (removed: nothing is served here any more)

**test** (new environment)

Unchanged: \`development\`
`)
  })

  const changing = (from: JsonValue, to: JsonValue): Comparison => ({
    ...comparison,
    environments: [
      {
        environment: 'production',
        change: 'changed',
        flags: [],
        segments: [],
        configs: [{ path: 'a', from, to, details: [{ path: 'value', from, to }] }],
      },
    ],
  })

  it.each<[JsonValue, JsonValue]>([
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [['a', 'a'], ['a']],
    [[{ a: 1 }], [{ a: 2 }]],
    [['a'], 'a'],
  ])('shows the whole of %j and %j, as items gained and lost would not tell it', (from, to) => {
    const whole = `value  ${JSON.stringify(from)} → ${JSON.stringify(to)}`
    expect(writeDiff(changing(from, to), PLAIN)).toContain(whole)
  })

  it('cuts long values', () => {
    const text = writeDiff(changing(1, 'x'.repeat(500)), PLAIN)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110)
    expect(text).toContain('xxx…')
  })

  it('carries no control character to the terminal', () => {
    expect(writeDiff(changing('a', '\u009b2Jb'), PLAIN)).toContain('"a" → "\ufffd2Jb"')
  })

  it('as Markdown fences what holds backquotes', () => {
    expect(writeMarkdownDiff(changing('x `y` ``z``', '``'))).toContain('```"x `y` ``z``"``` → ```"``"```')
  })
})
