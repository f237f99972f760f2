import { describe, expect, it } from 'vitest'
import { describeOptions, describeUsage } from './describe-options.ts'
import { OPTION_ENTRIES } from './server-options.ts'

describe('describeUsage', () => {
  it('names every variable, and a flag for all but the secrets', () => {
    const usage = describeUsage()

    for (const [, { name, variable, type, description }] of OPTION_ENTRIES) {
      expect(usage).toContain(variable)
      expect(usage).toContain(description)
      expect(usage.includes(`--${name} <`)).toBe(type.kind !== 'secret')
    }
  })

  it('says what is required, what the defaults are, and how a token is made', () => {
    expect(describeUsage()).toContain('EVENKEEL_REPO (required)')
    expect(describeUsage()).toContain('EVENKEEL_PORT (default 8080)')
    expect(describeUsage()).toContain('evenkeel-server token --kind')
  })
})

describe('describeOptions', () => {
  it('has an item for every option', () => {
    const items = describeOptions()
      .split('\n')
      .filter((line) => line.startsWith('- '))

    expect(items).toHaveLength(OPTION_ENTRIES.length)
    expect(items).toContain(
      '- `--port` or `EVENKEEL_PORT`: The port to listen on; 0 takes any free one. Default `8080`. From 0 to 65535.',
    )
  })

  it('is what docs/server-options.md says; `vitest run -u` on this file writes the page', async () => {
    await expect(describeOptions()).toMatchFileSnapshot('../../../docs/server-options.md')
  })
})
