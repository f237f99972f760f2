import { describe, expect, it } from 'vitest'
import type { Comparison } from './diff.ts'
import { writeDiff } from './diff.ts'
import { writeMarkdownDiff } from './markdown-diff.ts'
import { PLAIN } from './style.ts'

const comparison: Comparison = {
  from: 'main (4f2a9c1e)',
  to: 'the work tree',
  environments: [
    { environment: 'development', change: 'none', flags: [], configs: [] },
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
          through: [],
        },
        { key: 'gift-cards', change: 'added', details: [{ path: 'type', to: 'boolean' }], through: [] },
        { key: 'old-one', change: 'removed', details: [], through: [] },
        { key: 'wallet', change: 'changed', details: [], through: ['staff'] },
      ],
      configs: [
        { path: 'payments.timeoutMs', from: 3000, to: 2500 },
        { path: 'search.boosts.stock', to: 2 },
      ],
    },
    { environment: 'staging', change: 'removed', flags: [], configs: [] },
    { environment: 'test', change: 'added', flags: [], configs: [] },
  ],
}

describe('a comparison', () => {
  it('for people says what changes from what to what, environment by environment', () => {
    expect(writeDiff(comparison, PLAIN)).toBe(`main (4f2a9c1e) → the work tree

production (4 flags and 2 config values)
  ~ checkout-redesign
      rules.ramp.percent  10 → 25
      prerequisites.new-cart  ["on"] removed
  + gift-cards
  - old-one
  ~ wallet through staff
  ~ config payments.timeoutMs  3000 → 2500
  + config search.boosts.stock  2

staging (removed: nothing is served here any more)

test (new environment)

unchanged: development
`)
  })

  it('as Markdown does so for a pull request', () => {
    expect(writeMarkdownDiff(comparison)).toBe(`### What changes from \`main (4f2a9c1e)\` to \`the work tree\`

**production** (4 flags and 2 config values)

- \`checkout-redesign\`
  - \`rules.ramp.percent\`: \`10\` → \`25\`
  - \`prerequisites.new-cart\`: \`["on"]\` removed
- \`gift-cards\` added
- \`old-one\` removed
- \`wallet\` through \`staff\`
- config \`payments.timeoutMs\`: \`3000\` → \`2500\`
- config \`search.boosts.stock\`: \`2\` added

**staging** (removed: nothing is served here any more)

**test** (new environment)

Unchanged: \`development\`
`)
  })

  it('cuts long values', () => {
    const [, production] = comparison.environments
    const long = { path: 'a.b', from: 1, to: 'x'.repeat(500) }
    const text = writeDiff(
      { ...comparison, environments: [{ ...production!, flags: [], configs: [long] }] },
      PLAIN,
    )
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110)
    expect(text).toContain('xxx…')
  })

  it('as Markdown fences what holds backquotes', () => {
    const [, production] = comparison.environments
    const quoted = { path: 'a', from: 'x `y` ``z``', to: '``' }
    const text = writeMarkdownDiff({
      ...comparison,
      environments: [{ ...production!, flags: [], configs: [quoted] }],
    })
    expect(text).toContain('```"x `y` ``z``"``` → ```"``"```')
  })
})
