import type { ClientStanding } from '@evenkeel/core/protocol'
import { ClientReport } from './client-report.ts'

/** For tests: the report of instance `shop-1`, and the standing that it tells. */
export function fakeClientReport(): { readonly report: ClientReport; standing: ClientStanding } {
  const held: { standing: ClientStanding } = { standing: {} }
  const report = new ClientReport('shop-1', { service: 'shop' }, () => held.standing)
  return Object.assign(held, { report })
}
