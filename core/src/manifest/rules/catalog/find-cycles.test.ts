import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCycles } from './find-cycles.ts'

type Graph = Readonly<Record<string, readonly string[]>>

const cyclesIn = (graph: Graph) => [
  ...findCycles(Object.keys(graph), (name) => (graph[name] ?? []).map((to) => ({ to, at: `${name}${to}` }))),
]

const names = (graph: Graph) => cyclesIn(graph).map((cycle) => cycle.map(({ name }) => name).join(''))

/** Names that lead back to themselves, by trying every way. */
function reachThemselves(graph: Graph): string[] {
  return Object.keys(graph).filter((start) => {
    const reached = new Set(graph[start])
    for (const name of reached) for (const next of graph[name] ?? []) reached.add(next)
    return reached.has(start)
  })
}

describe('findCycles', () => {
  it('finds nothing where nothing leads back', () => {
    expect(names({ a: ['b', 'c'], b: ['c'], c: ['unknown'] })).toEqual([])
  })

  it('begins a cycle with its least name and gives the edges taken', () => {
    expect(cyclesIn({ c: ['a'], b: ['x', 'c'], a: ['b'], x: [] })).toEqual([
      [
        { name: 'a', at: 'ab' },
        { name: 'b', at: 'bc' },
        { name: 'c', at: 'ca' },
      ],
    ])
  })

  it('finds every cycle that shares no name', () => {
    expect(names({ a: ['b'], b: ['a'], c: ['c'], d: ['a'] })).toEqual(['ab', 'c'])
  })

  it('finds a cycle exactly where a name leads back to itself', () => {
    const node = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.dictionary(node, fc.array(node, { maxLength: 3 })), (graph) => {
        const found = cyclesIn(graph)
        const through = reachThemselves(graph)

        expect(found.length > 0).toBe(through.length > 0)
        for (const cycle of found) {
          cycle.forEach(({ name, at }, index) => {
            const next = cycle[(index + 1) % cycle.length]?.name ?? ''
            expect(through).toContain(name)
            expect(graph[name]).toContain(next)
            expect(at).toBe(`${name}${next}`)
          })
        }
      }),
    )
  })

  it('needs no stack', () => {
    const long = (name: string) => [{ to: String((Number(name) + 1) % 100_000), at: 0 }]

    expect([...findCycles(['0'], long)][0]).toHaveLength(100_000)
  })
})
