import type { Issue } from '../issue.ts'
import type { CrossDocumentRule } from './catalog/catalog.ts'
import { findCycles } from './catalog/find-cycles.ts'
import { issueIn } from '../issue-in.ts'
import { prerequisiteGraphs, type PrerequisiteGraph } from './catalog/prerequisite-graphs.ts'

export const MAX_PREREQUISITE_DEPTH = 8

/** A chain of prerequisites is short enough to be followed at every evaluation. */
export const prerequisiteDepth: CrossDocumentRule = (catalog) => {
  const issues = new Map<string, Issue>()
  for (const graph of prerequisiteGraphs(catalog)) {
    for (const chain of findLongChains(graph)) {
      const [name = '', next] = chain
      const document = catalog.named.flags.get(name)
      if (!document || issues.has(name)) continue
      issues.set(
        name,
        issueIn(document, {
          code: 'prerequisites-too-deep',
          message: `prerequisites are at most ${MAX_PREREQUISITE_DEPTH} deep, and these are ${chain.length - 1}: ${chain.join(' → ')}`,
          hint: 'name the flag that decides directly, or put its condition into a Segment',
          path: graph.get(name)?.find(({ to }) => to === next)?.at.path ?? [],
        }),
      )
    }
  }
  return [...issues.values()]
}

/**
 * A chain for each flag that is one too deep; what depends on such a flag is left out. A graph with a cycle has no
 * depth.
 */
function findLongChains(graph: PrerequisiteGraph): string[][] {
  const edgesOf = (name: string) => graph.get(name) ?? []
  const [cycle] = findCycles(graph.keys(), edgesOf)
  if (cycle) return []
  const depths = depthsOf(graph)
  const depthOf = (name: string) => depths.get(name) ?? 0
  return [...graph.keys()]
    .filter((name) => depthOf(name) === MAX_PREREQUISITE_DEPTH + 1)
    .map((name) => {
      const chain = [name]
      for (let depth = depthOf(name) - 1; depth >= 0; depth--) {
        const next = edgesOf(chain.at(-1) ?? '').find(({ to }) => depthOf(to) === depth)
        if (next) chain.push(next.to)
      }
      return chain
    })
}

/** How deep each flag's prerequisites are, as far as one more than the limit can be told from two more. */
function depthsOf(graph: PrerequisiteGraph): ReadonlyMap<string, number> {
  let depths = new Map<string, number>()
  for (let round = 0; round < MAX_PREREQUISITE_DEPTH + 2; round++) {
    const deeper = new Map<string, number>()
    for (const [name, edges] of graph) {
      deeper.set(name, 1 + edges.reduce((most, { to }) => Math.max(most, depths.get(to) ?? 0), 0))
    }
    depths = deeper
  }
  return depths
}
