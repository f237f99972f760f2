import type { Issue } from '../issue.ts'
import type { Catalog, CrossDocumentRule } from './catalog/catalog.ts'
import { findCycles, type Edge } from './catalog/find-cycles.ts'
import { issueIn } from './catalog/issue-in.ts'
import { prerequisiteEdges } from './catalog/prerequisite-edges.ts'

export const MAX_PREREQUISITE_DEPTH = 8

/** A chain of prerequisites is short enough to be followed at every evaluation. */
export const prerequisiteDepth: CrossDocumentRule = (catalog) => {
  const issues = new Map<string, Issue>()
  for (const environment of [undefined, ...catalog.environments.keys()]) {
    const edgesOf = prerequisiteEdges(catalog, environment)
    if (findCycles(catalog.flags.keys(), edgesOf).length > 0) continue
    for (const chain of findLongChains(catalog, edgesOf)) {
      const [name = ''] = chain
      const document = catalog.flags.get(name)
      if (!document || issues.has(name)) continue
      issues.set(
        name,
        issueIn(document, {
          code: 'prerequisites-too-deep',
          message: `prerequisites are at most ${MAX_PREREQUISITE_DEPTH} deep, and these are ${chain.length - 1}: ${chain.join(' → ')}`,
          hint: 'name the flag that decides directly, or put its condition into a Segment',
          path: edgesOf(name).find(({ to }) => to === chain[1])?.at.path ?? [],
        }),
      )
    }
  }
  return [...issues.values()]
}

/** One chain for each flag that is the first to be too deep; what depends on it is left out. */
function findLongChains(catalog: Catalog, edgesOf: (name: string) => readonly Edge<unknown>[]): string[][] {
  const withEdges = [...catalog.flags.keys()].filter((name) => edgesOf(name).length > 0)
  const depths = new Map<string, number>()
  const depthOf = (name: string) => depths.get(name) ?? 0
  for (let round = 0; round < MAX_PREREQUISITE_DEPTH + 2; round++) {
    const before = new Map(depths)
    for (const name of withEdges) {
      depths.set(name, 1 + Math.max(...edgesOf(name).map(({ to }) => before.get(to) ?? 0)))
    }
  }
  return withEdges
    .filter((name) => depthOf(name) === MAX_PREREQUISITE_DEPTH + 1)
    .map((name) => {
      const chain = [name]
      for (let here: string | undefined = name; here !== undefined;) {
        const below: number = depthOf(here) - 1
        here = edgesOf(here).find(({ to }) => depthOf(to) === below)?.to
        if (here !== undefined) chain.push(here)
      }
      return chain
    })
}
