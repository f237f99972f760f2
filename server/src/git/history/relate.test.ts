import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Relation } from '../repository.ts'
import { relate } from './relate.ts'

type History = ReadonlyMap<string, readonly string[]>

const relateIn = (history: History, tip: string, known: string, maxCommits = 1000) =>
  relate({ tip, known, maxCommits, findParents: (commit) => Promise.resolve(history.get(commit)) })

/** A line of commits, the first of which has the parents that are said. */
const line = (names: readonly string[], parents: readonly string[] = []): History =>
  new Map(names.map((name, index) => [name, index === 0 ? parents : [names[index - 1]!]]))

describe('relate', () => {
  it('does not say unrelated where a merge may lead to the known commit', async () => {
    const history = new Map([
      ['tip', ['main', 'side']],
      ['side', ['root']],
      ['root', []],
    ])
    expect(await relateIn(history, 'tip', 'known')).toBe('unknown')
  })

  it('needs no more history once both sides meet', async () => {
    const history = new Map([
      ['tip', ['shared']],
      ['known', ['shared']],
    ])
    expect(await relateIn(history, 'tip', 'known')).toBe('unrelated')
  })

  it('says ancestor of a commit whose history is here, though that of the tip is not', async () => {
    const history = new Map([...line(['tip', 'middle', 'known'], ['gone'])])
    expect(await relateIn(history, 'tip', 'known')).toBe('ancestor')
  })

  it('is unrelated to a commit that is nowhere, when the whole history is here', async () => {
    expect(await relateIn(line(['root', 'tip']), 'tip', 'known')).toBe('unrelated')
  })

  it('finds a near commit within its bound, whatever lies behind it', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `commit-${index}`)
    expect(await relateIn(line(names), 'commit-499', 'commit-497', 3)).toBe('descendant')
    expect(await relateIn(line(names), 'commit-499', 'commit-3', 100)).toBe('unknown')
  })

  it('agrees with looking through everything, and never errs where commits are missing', async () => {
    const aGraph = fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
    const property = fc.asyncProperty(
      aGraph,
      fc.nat(29),
      fc.nat(29),
      fc.uniqueArray(fc.nat(29)),
      async (graph, a, b, gone) => {
        const whole: History = new Map(
          graph.map((parents, index) => [
            String(index),
            parents.filter((parent) => parent < index).map(String),
          ]),
        )
        const tip = String(a % graph.length)
        const known = String(b % graph.length)
        const truth = exhaustively(whole, tip, known)
        expect(await relateIn(whole, tip, known)).toBe(truth)
        const partial = new Map([...whole].filter(([commit]) => !gone.includes(Number(commit))))
        const said = await relateIn(partial, tip, known)
        // What is missing of the known commit's history may hide that the branch went back.
        const allowed = truth === 'ancestor' ? ['ancestor', 'unrelated', 'unknown'] : [truth, 'unknown']
        expect(allowed).toContain(said)
      },
    )
    await fc.assert(property, { numRuns: 500 })
  })
})

function exhaustively(history: History, tip: string, known: string): Relation {
  if (tip === known) return 'same'
  if (ancestorsOf(history, tip).has(known)) return 'descendant'
  return ancestorsOf(history, known).has(tip) ? 'ancestor' : 'unrelated'
}

function ancestorsOf(history: History, commit: string): Set<string> {
  const parents = history.get(commit) ?? []
  return new Set([...parents, ...parents.flatMap((parent) => [...ancestorsOf(history, parent)])])
}
