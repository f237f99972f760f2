import { createClient } from '@evenkeel/sdk'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { expect, it, onTestFinished } from 'vitest'

const source = inMemorySource({ 'checkout-redesign': false, 'upload-limit': 10 })
const client = createClient({ source })

it('shows the new checkout to those who have it', () => {
  onTestFinished(source.override('checkout-redesign', true))
  expect(client.getBoolean('checkout-redesign', false)).toBe(true)
})

it('shows the old checkout to everyone else', () => {
  expect(client.getBoolean('checkout-redesign', false)).toBe(false)
})
