import type { Flag, FlagOverlay } from '../kinds/flag/flag.ts'
import type { Segment } from '../kinds/segment.ts'
import type { Catalog, CrossDocumentRule } from './catalog/catalog.ts'
import { factsOf } from './catalog/condition-facts.ts'
import { hasPrerequisites, prerequisitesIn, rulesIn } from './catalog/flag-in-environment.ts'
import { issueIn } from '../issue-in.ts'
import { oncePer } from './catalog/once-per.ts'
import { MAX_PREREQUISITE_DEPTH } from './prerequisite-depth.ts'

/** Nodes of expressions that one evaluation may have to look at. */
const MAX_REACHABLE_NODES = 4096

/** What an evaluation of one flag can reach, through segments and prerequisites, is bounded in every environment. */
export const boundedReach: CrossDocumentRule = function* (catalog) {
  const reach = new Reach(catalog)
  for (const document of catalog.named.flags.values()) {
    const flag = document.manifest
    const worst = reach.worstOf(flag)
    if (worst.nodes <= MAX_REACHABLE_NODES) continue
    const where = worst.environment === undefined ? '' : ` in ${worst.environment}`
    yield issueIn(document, {
      code: 'too-much-to-evaluate',
      message: `an evaluation of \`${flag.metadata.name}\` can reach ${worst.nodes} nodes of expressions${where}, and ${MAX_REACHABLE_NODES} are allowed`,
      hint: 'shorten the conditions of its rules, segments and prerequisites; a long list of keys belongs in the `include` of a Segment',
      path: ['metadata', 'name'],
    })
  }
}

/** Counts each segment and each prerequisite once, as an evaluation does. */
class Reach {
  readonly #catalog: Catalog

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** Where an evaluation of a flag can reach most; its own word comes before those of its environments. */
  worstOf(flag: Flag): { readonly environment?: string; readonly nodes: number } {
    const own = { nodes: this.#nodesOf(flag, undefined) }
    return environmentsToAsk(flag)
      .map((environment) => ({ environment, nodes: this.#nodesOf(flag, environment) }))
      .reduce((most, here) => (here.nodes > most.nodes ? here : most), own)
  }

  #nodesOf(flag: Flag, environment: string | undefined): number {
    const segments = new Set<string>()
    let nodes = 0
    const add = (reach: OwnReach) => {
      nodes += reach.nodes
      for (const name of reach.segments) segments.add(name)
    }
    for (const reached of this.#flagsFrom(flag, environment)) {
      add(environment === undefined ? ownReach(reached) : reachIn(reached, environment))
    }
    for (const name of segments) {
      const segment = this.#catalog.named.segments.get(name)
      if (segment) add(segmentReach(segment.manifest))
    }
    return nodes
  }

  /** A flag and its prerequisites, as deep as they may be. */
  #flagsFrom(flag: Flag, environment: string | undefined): Iterable<Flag> {
    if (!hasPrerequisites(flag)) return [flag]
    const reached = new Set([flag])
    let last = [flag]
    for (let depth = 0; depth < MAX_PREREQUISITE_DEPTH && last.length > 0; depth++) {
      const next = last
        .flatMap((above) => prerequisitesIn(above, environment).value)
        .flatMap((prerequisite) => this.#catalog.named.flags.get(prerequisite.flag)?.manifest ?? [])
      last = [...new Set(next)].filter((found) => !reached.has(found))
      for (const found of last) reached.add(found)
    }
    return reached
  }
}

/** The environments where a flag may reach something else than by its own word. */
const environmentsToAsk = oncePer((flag: Flag): readonly string[] => {
  const isSame = ({ rules, prerequisites }: FlagOverlay) => rules === undefined && prerequisites === undefined
  const overlays = Object.entries(flag.environments)
  const asked = flag.prerequisites.length > 0 ? overlays : overlays.filter(([, overlay]) => !isSame(overlay))
  return asked.map(([environment]) => environment)
})

interface OwnReach {
  readonly nodes: number
  readonly segments: ReadonlySet<string>
}

/** What the conditions of a flag's rules look at, each segment and prerequisite apart. */
function reachIn(flag: Flag, environment: string | undefined): OwnReach {
  const facts = rulesIn(flag, environment).value.flatMap((rule) => (rule.if ? [factsOf(rule.if)] : []))
  return {
    nodes: facts.reduce((sum, { nodes }) => sum + nodes, 0),
    segments: new Set(facts.flatMap(({ segments }) => [...segments])),
  }
}

const ownReach = oncePer((flag: Flag) => reachIn(flag, undefined))

const segmentReach = oncePer((segment: Segment): OwnReach =>
  segment.if ? factsOf(segment.if) : { nodes: 0, segments: new Set() },
)
