import type { FlagTestResult } from '@evenkeel/core/admission'
import type { FlagTest, ManifestDocument } from '@evenkeel/core/manifest'
import { describe, expect, it } from 'vitest'
import { writeFlagTests } from './flag-tests.ts'
import { PLAIN } from './style.ts'

const document: ManifestDocument<FlagTest> = {
  file: 'tests/a.yaml',
  locate: () => ({ line: 12, column: 7 }),
  locateKey: () => ({ line: 12, column: 1 }),
  manifest: {
    kind: 'FlagTest',
    metadata: { name: 'a', labels: {}, annotations: {} },
    flag: 'checkout-redesign',
    cases: [
      {
        name: 'staff see it',
        environment: 'production',
        context: { targetingKey: 'u-1' },
        expect: { variant: 'on', reason: 'TARGETING_MATCH' },
      },
      {
        environment: 'production',
        context: {},
        at: Date.parse('2026-12-01T08:00:00Z'),
        expect: { variant: 'off' },
      },
    ],
  },
}

const passed: FlagTestResult = {
  document,
  index: 0,
  passed: true,
  details: { value: true, variant: 'on', reason: 'TARGETING_MATCH', flagMetadata: {} },
}
const write = (results: FlagTestResult[]) =>
  writeFlagTests({ results, displayPath: (file) => `config/${file}`, durationMs: 12 }, PLAIN)

describe('the report of flag tests', () => {
  it('is a line a file when all hold', () => {
    expect(write([passed, { ...passed, index: 1 }])).toBe(
      '✓ config/tests/a.yaml 2 cases\n\n✓ 2 passed in 1 file (12 ms)\n',
    )
  })

  it('says what was expected and what came', () => {
    const failed: FlagTestResult = {
      ...passed,
      passed: false,
      details: { value: false, variant: 'off', reason: 'DEFAULT', flagMetadata: {} },
    }
    const byRule: FlagTestResult = {
      ...failed,
      index: 1,
      details: { value: true, variant: 'on', reason: 'SPLIT', flagMetadata: { ruleName: 'ramp' } },
    }
    expect(write([failed, byRule])).toBe(`✗ config/tests/a.yaml 2 cases

  checkout-redesign: staff see it
  config/tests/a.yaml:12:7
    in        production
    context   {"targetingKey":"u-1"}
    expected  on (TARGETING_MATCH)
    actual    off (DEFAULT)

  checkout-redesign: case 2
  config/tests/a.yaml:12:7
    in        production at 2026-12-01T08:00:00.000Z
    context   {}
    expected  off
    actual    on (SPLIT, rule ramp)


✗ 2 failed, 0 passed in 1 file (12 ms)
`)
  })

  it('says so when there is none', () => {
    expect(write([])).toContain('there are no flag tests yet')
  })
})
