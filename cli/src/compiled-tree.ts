import { compileSnapshot } from '@evenkeel/core/compilation'
import type { CheckedManifests } from '@evenkeel/core/manifest'
import type { Revision } from '@evenkeel/core/revision'
import type { Snapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from './node-platform.ts'

/** Of a snapshot that nobody publishes. */
const UNPUBLISHED = { commit: '', epoch: 0, sequence: 0 } as const

/** What `environment` would be served, without what operators override: a folder knows nothing of them. */
export function compileTree(
  manifests: CheckedManifests,
  environment: string,
  revision: Revision & { readonly commit: string } = UNPUBLISHED,
): Snapshot {
  return compileSnapshot({ manifests, environment, ...revision, sha256: nodePlatform.sha256 })
}
