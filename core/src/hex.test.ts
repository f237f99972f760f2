import { expect, it } from 'vitest'
import { writeHex } from './hex.ts'

it('writeHex writes two lower-case digits a byte', () => {
  expect(writeHex(Uint8Array.of(0, 10, 255))).toBe('000aff')
})
