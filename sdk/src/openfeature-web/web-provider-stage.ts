import type { Clock } from '@evenkeel/core/clock'
import type { Client, EvaluationContext, EventDetails } from '@openfeature/web-sdk'
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk'
import { FakeOfrepServer } from './fake-ofrep-server.ts'
import { FakeWebPlatform } from './fake-web-platform.ts'
import type { EvenkeelWebProviderOptions } from './web-provider-options.ts'
import { EvenkeelWebProvider } from './web-provider.ts'

type Options = Partial<EvenkeelWebProviderOptions>

const ignore = () => undefined

/** For tests: a page and a server, with OpenFeature between them in a domain. */
export class WebProviderStage {
  readonly clock: Clock
  readonly server: FakeOfrepServer
  readonly page: FakeWebPlatform
  readonly flags: Client
  readonly #domain: string

  constructor(clock: Clock, domain = 'shop') {
    this.clock = clock
    this.#domain = domain
    this.flags = OpenFeature.getClient(domain)
    this.server = new FakeOfrepServer(clock)
    this.page = new FakeWebPlatform(clock, this.server.fetch)
    OpenFeature.setLogger({ debug: ignore, info: ignore, warn: ignore, error: ignore })
  }

  aProvider(options: Options = {}): EvenkeelWebProvider {
    return new EvenkeelWebProvider(
      { url: 'https://flags.example.com', token: 'ek_sdk-client_abc', ...options },
      this.page,
    )
  }

  start(context: EvaluationContext = {}, options: Options = {}): Promise<void> {
    return OpenFeature.setProviderAndWait(this.#domain, this.aProvider(options), context)
  }

  /** Starts for one subject, and gives all that OpenFeature says from then on. */
  async startFor(targetingKey: string, options: Options = {}): Promise<StageEvents> {
    await this.start({ targetingKey }, options)
    const heard: [string, EventDetails | undefined][] = []
    for (const event of Object.values(ProviderEvents)) {
      this.flags.addHandler(event, (details) => void heard.push([event, details]))
    }
    heard.length = 0
    return { heard, names: () => heard.map(([name]) => name) }
  }

  leave(): Promise<void> {
    return OpenFeature.clearProviders()
  }

  async close(): Promise<void> {
    await OpenFeature.clearProviders()
    await OpenFeature.clearContexts()
    OpenFeature.clearHandlers()
  }
}

export interface StageEvents {
  readonly heard: readonly (readonly [string, EventDetails | undefined])[]
  readonly names: () => readonly string[]
}
