import type { ClientIdentity, ClientStanding, Labels } from '@evenkeel/core/protocol'
import { writeClientMessage } from '@evenkeel/core/protocol'
import { MAX_FRAME_BYTES, MAX_PAYLOAD_BYTES, SNAPSHOT_FORMAT_VERSION } from '@evenkeel/core/snapshot'
import { SDK_VERSION } from '../version.ts'

/** What a client tells the server of itself. */
export class ClientReport {
  readonly #identity: ClientIdentity
  /** Another object whenever it is another one. */
  readonly standing: () => ClientStanding

  constructor(instance: string, labels: Labels, standing: () => ClientStanding) {
    this.#identity = {
      sdk: { name: '@evenkeel/sdk', version: SDK_VERSION },
      formats: [SNAPSHOT_FORMAT_VERSION],
      limits: { frameBytes: MAX_FRAME_BYTES, payloadBytes: MAX_PAYLOAD_BYTES },
      instance,
      labels,
    }
    this.standing = standing
  }

  hello(): string {
    return writeClientMessage({ type: 'hello', ...this.#identity, ...this.standing() })
  }

  status(): string {
    return writeClientMessage({ type: 'status', ...this.standing() })
  }
}
