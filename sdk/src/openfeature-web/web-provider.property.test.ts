import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import { OpenFeature, ProviderStatus } from '@openfeature/web-sdk'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WebProviderStage } from './web-provider-stage.ts'
import type { CacheMode } from './web-provider-options.ts'

type Answers = 200 | 401 | 503 | 'late' | 'not'

/** What may happen to a page, each at any time after any other. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('context' as const), subject: fc.constantFrom('ada', 'bob', 'eve') }),
  fc.record({ kind: fc.constant('visit' as const), subject: fc.constantFrom('ada', 'bob') }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
  fc.record({
    kind: fc.constant('server' as const),
    answers: fc.constantFrom<Answers>('late', 200, 401, 503, 'not'),
  }),
  fc.record({
    kind: fc.constantFrom('hide' as const, 'show' as const, 'forget' as const, 'garble' as const),
  }),
)
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

/** A page, a server that tells everyone their own name, and who the page is for. */
class Story {
  readonly clock: FakeClock = fakeClock()
  readonly stage = new WebProviderStage(this.clock)
  readonly #cacheMode: CacheMode
  #subject = ''
  #delayMs = 0

  constructor(cacheMode: CacheMode) {
    this.#cacheMode = cacheMode
    this.serverIs(200)
  }

  async happens(next: Happening): Promise<void> {
    if (next.kind === 'visit') await this.#visit(next.subject)
    else if (next.kind === 'context') this.#setContext(next.subject)
    else if (next.kind === 'time') await this.clock.advance(next.ms)
    else if (next.kind === 'server') this.serverIs(next.answers)
    else if (next.kind === 'hide') this.stage.page.hide()
    else if (next.kind === 'show') this.stage.page.show()
    else if (next.kind === 'forget') this.stage.page.stored.clear()
    else for (const slot of this.stage.page.stored.keys()) this.stage.page.stored.set(slot, '{"version":1')
    await this.clock.advance(0)
  }

  serverIs(answers: Answers): void {
    const { server } = this.stage
    if (answers === 'not') server.goAway()
    else if (answers === 401 || answers === 503) server.answerStatus(answers)
    else
      server.answerWith(({ context }) => {
        const answer = Response.json({ flags: [{ key: 'who', value: context['targetingKey'] }] })
        // Each sooner than the one before, and whoever asked has gone or not.
        this.#delayMs = (this.#delayMs + 6_000) % 7_000
        return answers === 200 ? answer : this.#after(this.#delayMs, answer)
      })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stage.close()
  }

  /** The subject's own name where nothing is served. */
  get served(): string {
    return this.stage.flags.getStringValue('who', this.#subject)
  }

  get subject(): string {
    return this.#subject
  }

  get isSettled(): boolean {
    const { providerStatus } = this.stage.flags
    return providerStatus !== ProviderStatus.RECONCILING && providerStatus !== ProviderStatus.NOT_READY
  }

  async #visit(subject: string): Promise<void> {
    await this.stage.leave()
    this.#subject = subject
    this.stage.start({ targetingKey: subject }, { cacheMode: this.#cacheMode }).catch(() => undefined)
  }

  #setContext(subject: string): void {
    this.#subject = subject
    void OpenFeature.setContext('shop', { targetingKey: subject })
  }

  #after(delayMs: number, answer: Response): Promise<Response> {
    return new Promise((resolve) => {
      this.clock.schedule(delayMs, () => {
        resolve(answer)
      })
    })
  }
}

it('nobody is served what is somebody else’s, whatever happens, and everybody their own in the end', async () => {
  const cacheModes = fc.constantFrom<CacheMode>('local-cache-first', 'network-first', 'disabled')
  await fc.assert(
    fc.asyncProperty(cacheModes, fc.array(happening, { maxLength: 20 }), async (cacheMode, happenings) => {
      await using story = new Story(cacheMode)
      await story.happens({ kind: 'visit', subject: 'ada' })
      for (const next of happenings) {
        await story.happens(next)
        if (story.isSettled) expect(story.served).toBe(story.subject)
      }
      story.serverIs(200)
      await story.happens({ kind: 'show' })
      await story.happens({ kind: 'time', ms: 120_000 })
      expect(story.stage.flags.providerStatus).toBe(ProviderStatus.READY)
      expect(story.stage.flags.getStringValue('who', 'nobody')).toBe(story.subject)
    }),
    { numRuns: 200 },
  )
})
