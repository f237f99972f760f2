import type { Revision } from '@evenkeel/core/revision'
import { isNewer } from '@evenkeel/core/revision'
import { EnvironmentRoster } from './environment-roster.ts'
import type { ClientAhead, ClientsAhead, FleetInstance } from './fleet-instance.ts'

const MAX_NAMED_AHEAD = 20

/**
 * The clients of every environment, at most so many in all. Where there is no room for another one, the client that was
 * seen longest ago makes it, out of those that poll in the environment that has most of them; where none polls, the
 * newcomer is not listed.
 */
export class FleetRoster {
  readonly #maxInstances: number
  readonly #environments = new Map<string, EnvironmentRoster>()

  constructor(maxInstances: number) {
    this.#maxInstances = maxInstances
  }

  clientsOf(environment: string): readonly FleetInstance[] {
    return [...(this.#environments.get(environment)?.clients() ?? [])]
  }

  streamed(stream: object, client: FleetInstance): void {
    this.#findRoomFor(client)?.streamed(stream, client)
  }

  polled(client: FleetInstance): void {
    this.#findRoomFor(client)?.polled(client)
  }

  streamEnded(stream: object, { environment, instance }: FleetInstance): void {
    this.#environments.get(environment)?.streamEnded(stream, instance)
  }

  forgetPollersSeenBefore(ms: number): void {
    for (const roster of this.#environments.values()) roster.forgetPollersSeenBefore(ms)
  }

  clientsAhead(environment: string, head: Revision): ClientsAhead {
    const clients: ClientAhead[] = []
    let count = 0
    for (const { instance, labels, applied } of this.#environments.get(environment)?.clients() ?? []) {
      if (applied === undefined || !isNewer(applied, head)) continue
      count += 1
      if (count <= MAX_NAMED_AHEAD) clients.push({ instance, labels, applied })
    }
    return { count, clients }
  }

  #findRoomFor({ environment, instance }: FleetInstance): EnvironmentRoster | undefined {
    const roster = this.#rosterOf(environment)
    if (roster.has(instance) || this.#size() < this.#maxInstances) return roster
    const [fullest] = [...this.#environments.values()].sort((a, b) => b.pollers - a.pollers)
    fullest?.forgetOldestPoller()
    return this.#size() < this.#maxInstances ? roster : undefined
  }

  #rosterOf(environment: string): EnvironmentRoster {
    const held = this.#environments.get(environment) ?? new EnvironmentRoster()
    this.#environments.set(environment, held)
    return held
  }

  #size(): number {
    return [...this.#environments.values()].reduce((total, { size }) => total + size, 0)
  }
}
