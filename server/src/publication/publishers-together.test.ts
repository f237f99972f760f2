import type { Operation } from '@evenkeel/core/compilation'
import { targetOf } from '@evenkeel/core/compilation'
import type { Revision } from '@evenkeel/core/revision'
import { compareRevisions } from '@evenkeel/core/revision'
import { writeSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, fakeClock } from '@evenkeel/test/support'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnheardDatabase } from '../database/unheard-database.ts'
import { aBase } from '../preparation/base/a-base.ts'
import { FakeLastKnownGood } from '../snapshots/last-known-good/fake-last-known-good.ts'
import { aPublisher } from './a-publisher.ts'

const FLAGS = ['banner', 'checkout', 'search'] as const
const who = fc.constantFrom(0, 1)
const flag = fc.constantFrom(...FLAGS)

/** What may happen to two processes on one database. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('put'),
    who,
    flag,
    variant: fc.constantFrom('on', 'off', 'gone'),
    isHeard: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('put by both'), flags: fc.shuffledSubarray([...FLAGS], { minLength: 2 }) }),
  fc.record({ kind: fc.constant('lift'), who, flag }),
  fc.record({ kind: fc.constant('commit'), who, isHeard: fc.boolean() }),
  fc.record({ kind: fc.constant('catch up'), who }),
  fc.record({ kind: fc.constant('restart'), who, keepsDisk: fc.boolean() }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

class TwoPublishers {
  readonly #clock = fakeClock()
  readonly #database = new UnheardDatabase()
  readonly #disks = [new FakeLastKnownGood(), new FakeLastKnownGood()]
  readonly #processes = [this.#start(0), this.#start(1)]
  readonly #newest: (Revision | undefined)[] = [undefined, undefined]
  /** What has to be in force. */
  readonly #operations = new Map<string, Operation>()
  #commits = 0
  #puts = 0

  async take(taken: Step): Promise<void> {
    if (taken.kind === 'put') {
      await this.#change(taken, () => this.#put(taken.who, taken.flag, taken.variant))
    } else if (taken.kind === 'put by both') {
      await Promise.all(taken.flags.slice(0, 2).map((key, index) => this.#put(index, key, 'on')))
    } else if (taken.kind === 'lift') {
      this.#operations.delete(taken.flag)
      await this.#of(taken.who).operations.lift('production', `flag/${taken.flag}`)
    } else if (taken.kind === 'commit') {
      await this.#change(taken, () => this.commit(taken.who))
    } else if (taken.kind === 'catch up') {
      await this.#of(taken.who).publisher.catchUp()
    } else {
      if (!taken.keepsDisk) this.#disks[taken.who] = new FakeLastKnownGood()
      this.#processes[taken.who] = this.#start(taken.who)
      await this.#of(taken.who).service.restore()
      if (!taken.keepsDisk) await this.#of(taken.who).publisher.catchUp()
    }
  }

  async commit(index: number): Promise<void> {
    const { publisher, preparer } = this.#of(index)
    const base = this.#base(++this.#commits)
    await publisher.publish({
      cause: 'commit',
      preparer,
      admitted: { commit: base.commit, committedAt: new Date(0), subject: 'Change', author: 'Ada' },
      changes: (held) => [{ base, operations: held.get('production')?.operations ?? [] }],
    })
  }

  async check(): Promise<void> {
    const { store } = this.#of(0)
    const published = store.publications.flatMap(({ revisions }) => revisions.map(({ snapshot }) => snapshot))
    for (const [index, revision] of published.entries()) {
      const before = published[index - 1]
      if (before) expect(compareRevisions(revision, before)).toBeGreaterThan(0)
    }
    const [head] = await store.findHeads()
    expect(head?.base.commit).toBe(this.#base(this.#commits).commit)
    expect(head?.operations).toEqual(
      [...this.#operations.values()].toSorted((a, b) => (targetOf(a) < targetOf(b) ? -1 : 1)),
    )
    await this.#checkServed(0)
    await this.#checkServed(1)
  }

  async #checkServed(index: number): Promise<void> {
    const served = this.#of(index).service.find('production')
    if (!served) return
    const before = this.#newest[index]
    if (before) expect(compareRevisions(served.stored, before)).toBeGreaterThanOrEqual(0)
    this.#newest[index] = served.stored
    const { base, operations, stored } = served
    const { text } = await this.#of(index).preparer.prepare(base, operations, stored)
    expect(writeSnapshot(served.snapshot)).toBe(Buffer.from(text).toString())
  }

  async #put(index: number, key: string, variant: string): Promise<void> {
    const operation = { id: `o-${++this.#puts}`, flag: key, variant }
    this.#operations.set(key, operation)
    await this.#of(index).operations.put('production', operation)
  }

  /** A change that nobody hears of is committed, and fails all the same for who asked. */
  async #change(
    { who: index, isHeard }: { readonly who: number; readonly isHeard: boolean },
    change: () => Promise<unknown>,
  ): Promise<void> {
    if (isHeard) {
      await change()
      return
    }
    // So that it is the only transaction: a conflict commits nothing.
    await this.#of(index).publisher.catchUp()
    this.#database.losesAnswer = true
    await expect(change()).rejects.toMatchObject({ code: 'store-unavailable' })
  }

  /** Every second commit lacks a flag, so that operations fall asleep and wake up. */
  #base(digit: number) {
    const keys = digit % 2 === 0 ? FLAGS.slice(1) : FLAGS
    return aBase({
      commit: String(digit).padStart(40, '0'),
      flags: Object.fromEntries(keys.map((key) => [key, aFlag()])),
    })
  }

  #start(index: number) {
    const lastKnownGood = this.#disks[index] ?? new FakeLastKnownGood()
    return aPublisher({ clock: this.#clock, database: this.#database, lastKnownGood })
  }

  #of(index: number) {
    const found = this.#processes[index]
    if (!found) throw new Error(`There is no process ${index}`)
    return found
  }
}

describe('two publishers on one database', () => {
  it('lose nothing, tear nothing and never go back, whatever happens to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        const both = new TwoPublishers()
        await both.commit(0)
        await both.take({ kind: 'catch up', who: 1 })
        for (const taken of steps) {
          await both.take(taken)
          await both.check()
        }
      }),
      { numRuns: 40 },
    )
  })
})
