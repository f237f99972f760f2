import type { Condition, Flag } from '../kinds/flag.ts'
import type { Catalog, CrossDocumentRule } from './catalog/catalog.ts'
import { factsOf } from './catalog/condition-facts.ts'
import { conditionsOf } from './catalog/conditions-of.ts'
import { prerequisitesIn, rulesIn } from './catalog/flag-in-environment.ts'
import { issueIn } from './catalog/issue-in.ts'
import { MAX_PREREQUISITE_DEPTH } from './prerequisite-depth.ts'

/** Nodes of expressions that one evaluation may have to look at. */
const MAX_REACHABLE_NODES = 4096

/** What an evaluation of one flag can reach, through segments and prerequisites, is bounded in every environment. */
export const boundedReach: CrossDocumentRule = function* (catalog) {
  const reach = new Reach(catalog)
  for (const document of catalog.flags.values()) {
    const flag = document.manifest
    const worst = differingIn(flag)
      .map((environment) => ({ environment, nodes: reach.nodesOf(flag, environment) }))
      .reduce((most, here) => (here.nodes > most.nodes ? here : most))
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

/** The environments where a flag may reach something else than by its own word, which is the first. */
function differingIn(flag: Flag): (string | undefined)[] {
  const overlays = Object.entries(flag.environments)
  const isSame = flag.prerequisites.length === 0
  const differing = overlays.filter(([, { rules, prerequisites }]) => !isSame || rules || prerequisites)
  return [undefined, ...differing.map(([environment]) => environment)]
}

/** Counts each segment and each prerequisite once, as an evaluation does. */
class Reach {
  readonly #catalog: Catalog

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  nodesOf(flag: Flag, environment: string | undefined): number {
    const segments = new Set<string>()
    let nodes = 0
    const add = (condition: Condition) => {
      const facts = factsOf(condition)
      nodes += facts.nodes
      for (const name of facts.segments) segments.add(name)
    }
    for (const reached of this.#flagsFrom(flag, environment)) {
      for (const rule of rulesIn(reached, environment).value) if (rule.if) add(rule.if)
    }
    for (const name of segments) {
      const segment = this.#catalog.segments.get(name)
      for (const { condition } of segment ? conditionsOf(segment.manifest) : []) add(condition)
    }
    return nodes
  }

  /** A flag and its prerequisites, as deep as they may be. */
  #flagsFrom(flag: Flag, environment: string | undefined): ReadonlySet<Flag> {
    const reached = new Set([flag])
    let last = [flag]
    for (let depth = 0; depth < MAX_PREREQUISITE_DEPTH && last.length > 0; depth++) {
      const next = last
        .flatMap((above) => prerequisitesIn(above, environment).value)
        .flatMap((prerequisite) => this.#catalog.flags.get(prerequisite.flag)?.manifest ?? [])
      last = [...new Set(next)].filter((found) => !reached.has(found))
      for (const found of last) reached.add(found)
    }
    return reached
  }
}
