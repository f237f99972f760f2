import type { SyncStatus } from '@evenkeel/server'
import type { Stage } from './stage.ts'
import { waitUntil } from './wait-until.ts'

export async function fetchSyncStatus({ serverUrl, adminToken }: Stage): Promise<SyncStatus> {
  const response = await fetch(`${serverUrl}/v1/sync`, { headers: { authorization: `Bearer ${adminToken}` } })
  if (!response.ok) throw new Error(`GET /v1/sync was answered with ${response.status}`)
  return (await response.json()) as SyncStatus
}

export async function waitForOutcome(
  stage: Stage,
  commit: string,
  outcome: SyncStatus['outcome'],
): Promise<SyncStatus> {
  await waitUntil(`${commit} is ${outcome}`, async () => {
    const status = await fetchSyncStatus(stage)
    return status.desired?.commit === commit && status.outcome === outcome
  })
  return fetchSyncStatus(stage)
}
