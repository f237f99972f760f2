import { createClient } from '@evenkeel/sdk'
import type { FlagReader } from '@evenkeel/sdk'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { expect, it, onTestFinished } from 'vitest'

const layoutOf = (flags: FlagReader) =>
  flags.getBoolean('checkout-redesign', false) ? 'one page' : 'classic'

const source = inMemorySource({ 'checkout-redesign': false }, { payments: { timeoutMs: 800 } })
const flags = createClient({ source })

it('shows one page where the redesign is on', () => {
  onTestFinished(source.override('checkout-redesign', true))

  expect(layoutOf(flags)).toBe('one page')
})

it('is back to what it was in the next test', () => {
  expect(layoutOf(flags)).toBe('classic')
})
