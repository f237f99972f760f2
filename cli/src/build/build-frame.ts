import type { CheckedManifests } from '@evenkeel/core/manifest'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { writeFrame, writeSnapshot } from '@evenkeel/core/snapshot'
import { compileTree } from '../compiled-tree.ts'
import { nodePlatform } from '../node-platform.ts'

export interface BuiltFrame {
  readonly frame: Uint8Array
  readonly snapshot: Snapshot
  /** Of the frame, without its padding. */
  readonly usedBytes: number
}

export interface BuildInput {
  readonly manifests: CheckedManifests
  readonly environment: string
  readonly commit: string
  /** Also the sequence, so that whoever holds an earlier build takes this one. */
  readonly nowMs: number
}

/** The frame that a service reads from a file: what a server would send, unsigned and of epoch 0. */
export function buildFrame({ manifests, environment, commit, nowMs }: BuildInput): BuiltFrame {
  const snapshot = compileTree(manifests, environment, { commit, epoch: 0, sequence: nowMs })
  const text = new TextEncoder().encode(writeSnapshot(snapshot))
  const payload = nodePlatform.deflate(text)
  const frame = writeFrame({
    environment,
    scope: snapshot.scope,
    ...snapshot.revision,
    payload,
    inflatedLength: text.length,
    nowMs,
    frameBytes: requireCapacity(manifests, environment) * 1024,
    sha256: nodePlatform.sha256,
  })
  return { frame, snapshot, usedBytes: payload.length }
}

function requireCapacity({ environments }: CheckedManifests, environment: string): number {
  const document = environments.get(environment)
  if (document === undefined) throw new Error(`compiled for ${environment}, which is not there`)
  return document.manifest.capacity.frameKiB
}
