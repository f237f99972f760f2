import type { DocumentPath } from '../../issue.ts'
import type { Flag } from '../../kinds/flag/flag.ts'
import type { Catalog } from './catalog.ts'
import type { Edge } from './find-cycles.ts'
import { hasPrerequisites, prerequisitesIn } from './flag-in-environment.ts'

type PrerequisiteEdge = Edge<{ readonly path: DocumentPath }>

/** Which flags each flag has as prerequisites; those without any are left out. */
export type PrerequisiteGraph = ReadonlyMap<string, readonly PrerequisiteEdge[]>

/** The graph by the flags' own word, and that of each environment where some flag says otherwise. */
export function prerequisiteGraphs(catalog: Catalog): PrerequisiteGraph[] {
  const flags = [...catalog.named.flags.values()].flatMap(({ manifest }) =>
    hasPrerequisites(manifest) ? [manifest] : [],
  )
  const environments = new Set<string>()
  for (const flag of flags) {
    for (const [environment, { prerequisites }] of Object.entries(flag.environments)) {
      if (prerequisites) environments.add(environment)
    }
  }
  return [undefined, ...environments].map((environment) => prerequisiteGraph(flags, environment))
}

/** The graph as it is in an environment; without one, by the flags' own word. */
function prerequisiteGraph(flags: readonly Flag[], environment?: string): PrerequisiteGraph {
  const graph = new Map<string, readonly PrerequisiteEdge[]>()
  for (const flag of flags) {
    const { value, path } = prerequisitesIn(flag, environment)
    if (value.length === 0) continue
    const edges = value.map(({ flag: to }, index) => ({ to, at: { path: [...path, index, 'flag'] } }))
    graph.set(flag.metadata.name, edges)
  }
  return graph
}
