import type { DocumentPath } from '../../issue.ts'
import type { Catalog } from './catalog.ts'
import type { Edge } from './find-cycles.ts'
import { prerequisitesIn } from './flag-in-environment.ts'

/** Which flags a flag has as prerequisites in an environment; without one, by the flags' own word. */
export function prerequisiteEdges(catalog: Catalog, environment: string | undefined) {
  return (name: string): Edge<{ readonly path: DocumentPath }>[] => {
    const flag = catalog.flags.get(name)?.manifest
    if (!flag) return []
    const { value, path } = prerequisitesIn(flag, environment)
    return value.map((prerequisite, index) => ({
      to: prerequisite.flag,
      at: { path: [...path, index, 'flag'] },
    }))
  }
}
