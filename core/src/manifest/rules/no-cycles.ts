import type { DocumentPath, Issue } from '../issue.ts'
import type { ManifestDocument } from '../kinds.ts'
import type { Catalog, CrossDocumentRule } from './catalog/catalog.ts'
import { findLiteral } from './catalog/find-in-source.ts'
import { findCycles, type Edge } from './catalog/find-cycles.ts'
import { prerequisiteGraphs } from './catalog/prerequisite-graphs.ts'
import { issueIn } from '../issue-in.ts'
import { segmentsNamedIn } from './catalog/mentioned-segments.ts'

interface Place {
  readonly path: DocumentPath
  readonly offset?: number
}

/** No flag is its own prerequisite, no segment uses itself, no environment is promoted from itself, not even indirectly. */
export const noCycles: CrossDocumentRule = function* (catalog) {
  yield* prerequisiteCycles(catalog)
  yield* report(catalog.named.segments, segmentEdges(catalog), 'a segment cannot use itself')
  yield* report(
    catalog.named.environments,
    promotionEdges(catalog),
    'an environment cannot be promoted from itself',
  )
}

function* prerequisiteCycles(catalog: Catalog): Generator<Issue> {
  const said = new Set<string>()
  for (const graph of prerequisiteGraphs(catalog)) {
    const edgesOf = (name: string) => graph.get(name) ?? []
    const rule = 'a flag cannot be a prerequisite of itself'
    for (const issue of report(catalog.named.flags, edgesOf, rule, graph.keys())) {
      if (!said.has(issue.message)) yield issue
      said.add(issue.message)
    }
  }
}

function segmentEdges(catalog: Catalog) {
  return (name: string): Edge<Place>[] => {
    const document = catalog.named.segments.get(name)
    return (document ? segmentsNamedIn(document.manifest) : []).map(({ name: to, path, source }) => ({
      to,
      at: { path, offset: findLiteral(source, to) },
    }))
  }
}

function promotionEdges(catalog: Catalog) {
  return (name: string): Edge<Place>[] => {
    const from = catalog.named.environments.get(name)?.manifest.promotesFrom
    return from === undefined ? [] : [{ to: from, at: { path: ['spec', 'promotesFrom'] } }]
  }
}

function* report(
  documents: ReadonlyMap<string, ManifestDocument>,
  edgesOf: (name: string) => readonly Edge<Place>[],
  rule: string,
  names = documents.keys(),
): Generator<Issue> {
  for (const cycle of findCycles(names, edgesOf)) {
    const [first] = cycle
    const document = first && documents.get(first.name)
    if (!document) continue
    const names = [...cycle.map(({ name }) => name), first.name]
    yield issueIn(document, {
      code: 'cycle',
      message: `${rule}: ${shorten(names).join(' → ')}`,
      hint: 'leave out one of the steps',
      ...first.at,
    })
  }
}

const MOST_SHOWN = 20

/** A cycle is found by its first steps, and closes with its last. */
function shorten(names: readonly string[]): readonly string[] {
  const left = names.length - MOST_SHOWN
  if (left <= 0) return names
  return [...names.slice(0, MOST_SHOWN - 2), `… (${left} more)`, ...names.slice(-2)]
}
