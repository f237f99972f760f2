import { expect } from 'vitest'
import type { ConformanceCase } from './load-conformance-files.ts'

interface Details {
  readonly value: unknown
  readonly variant?: string
  readonly reason?: string
  readonly errorCode?: string
  readonly flagMetadata?: object
}

/** Says that an SDK answered as the case expects. */
export function expectDetails(details: Details, expected: ConformanceCase['expect']): void {
  const { value, variant, reason, errorCode, flagMetadata } = expected
  expect(details).toMatchObject({ reason })
  expect(details.value).toEqual(value)
  expect(details.variant ?? null).toBe(variant)
  expect(details.errorCode).toBe(errorCode)
  const metadata: Readonly<Record<string, unknown>> = { ...details.flagMetadata }
  for (const [key, held] of Object.entries(flagMetadata)) expect(metadata[key] ?? null).toBe(held)
}
