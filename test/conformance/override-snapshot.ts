import type { JsonValue } from '@evenkeel/core/json'
import { writeCanonicalJson } from '@evenkeel/core/json'
import type { Snapshot, SnapshotOverride } from '@evenkeel/core/snapshot'
import { parseSnapshot, timeBoundaries, writeSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '@evenkeel/test/support'

/**
 * A snapshot with overrides by flag key, of whatever shape readers have to know: operators' operations lead to some
 * of them only.
 */
export function overrideSnapshot(
  snapshot: Snapshot,
  overrides: Readonly<Record<string, SnapshotOverride>>,
): Snapshot {
  const named = Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))
  if (named.length === 0) return snapshot
  const flags = new Map(snapshot.flags)
  for (const [key, override] of named) {
    const flag = flags.get(key)
    if (flag === undefined) throw new Error(`There is no flag ${key} to override`)
    flags.set(key, { ...flag, override })
  }
  const lines = named.map(([key, override]) => `${canonical(['override', key, override])}\n`)
  const revision = { ...snapshot.revision, stateHash: sha256(lines.join('')) }
  const overridden = { ...snapshot, revision, flags, boundaries: timeBoundaries(flags) }
  const text = writeSnapshot(overridden)
  return parseSnapshot(
    writeSnapshot({ ...overridden, contentHash: sha256(text.slice(text.indexOf('\n') + 1)) }),
  )
}

function canonical(value: unknown): string {
  return writeCanonicalJson(value as JsonValue)
}

function sha256(text: string): string {
  return Buffer.from(nodePlatform.sha256(Buffer.from(text))).toString('hex')
}
