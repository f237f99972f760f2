import type { FleetInstance } from './fleet-instance.ts'

interface Streaming {
  /** Tells a stream from others. */
  readonly stream: object
  readonly client: FleetInstance
}

/** The clients of one environment. One that has a stream is there until it ends, others for as long as they poll. */
export class EnvironmentRoster {
  readonly #streaming = new Map<string, Streaming>()
  /** In the order in which they were seen last. */
  readonly #polling = new Map<string, FleetInstance>()

  get size(): number {
    return this.#streaming.size + this.#polling.size
  }

  get pollers(): number {
    return this.#polling.size
  }

  has(instance: string): boolean {
    return this.#streaming.has(instance) || this.#polling.has(instance)
  }

  *clients(): Generator<FleetInstance> {
    for (const { client } of this.#streaming.values()) yield client
    yield* this.#polling.values()
  }

  streamed(stream: object, client: FleetInstance): void {
    this.#polling.delete(client.instance)
    this.#streaming.set(client.instance, { stream, client })
  }

  /** A client may poll while it tries to stream; its stream, if there is one, goes on counting. */
  polled(client: FleetInstance): void {
    const streaming = this.#streaming.get(client.instance)
    if (streaming) {
      this.streamed(streaming.stream, { ...client, over: 'stream' })
      return
    }
    this.#polling.delete(client.instance)
    this.#polling.set(client.instance, client)
  }

  /** Changes nothing when the instance has opened another stream meanwhile. */
  streamEnded(stream: object, instance: string): void {
    if (this.#streaming.get(instance)?.stream === stream) this.#streaming.delete(instance)
  }

  forgetOldestPoller(): void {
    const [oldest] = this.#polling.keys()
    if (oldest !== undefined) this.#polling.delete(oldest)
  }

  forgetPollersSeenBefore(ms: number): void {
    for (const [instance, { lastSeenAt }] of this.#polling) {
      if (lastSeenAt.getTime() >= ms) return
      this.#polling.delete(instance)
    }
  }
}
