import { createEvaluator } from '@evenkeel/core/evaluation'
import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { compileTree } from '../compiled-tree.ts'
import { displayPath } from '../display-path.ts'
import { requireConfigRoot } from '../files/config-root.ts'
import { workingTree } from '../files/working-tree.ts'
import type { Host } from '../host.ts'
import { requireEnvironment, requireFlag, requireManifests } from '../required-manifests.ts'
import type { FlagEvaluation } from './flag-evaluation.ts'

export interface TreeEvaluation {
  readonly flag: string
  readonly environment: string
  readonly context: JsonObject
  readonly directory: string | undefined
  readonly atMs: number
}

/** Throws UsageError for a flag or an environment that the tree does not have. */
export async function evaluateInTree(host: Host, asked: TreeEvaluation): Promise<FlagEvaluation> {
  const { flag, environment, context, atMs } = asked
  const root = requireConfigRoot(host.cwd, asked.directory)
  const manifests = await requireManifests({
    tree: workingTree(root),
    name: 'the work tree',
    displayPath: (file) => displayPath(host.cwd, root, file),
  })
  requireEnvironment(manifests, environment)
  requireFlag(manifests, flag)
  const evaluator = createEvaluator({ snapshot: compileTree(manifests, environment), now: () => atMs })
  const { flagMetadata, ...details } = evaluator.evaluate<JsonValue>(flag, 'any', null, context)
  return {
    flagKey: flag,
    environment,
    evaluatedBy: root,
    ...details,
    flagMetadata: withoutRevision(flagMetadata),
  }
}

/** A tree that is not published has no revision. */
function withoutRevision(metadata: FlagEvaluation['flagMetadata']): FlagEvaluation['flagMetadata'] {
  const unpublished = new Set(['revision', 'commit'])
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !unpublished.has(key)))
}
