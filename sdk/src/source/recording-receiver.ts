import type { Snapshot } from '@evenkeel/core/snapshot'
import type { SdkError } from '../errors.ts'
import type { Receiver } from './source.ts'

/** Remembers what a source brought. */
export class RecordingReceiver implements Receiver {
  readonly frames: Uint8Array[] = []
  readonly snapshots: Snapshot[] = []
  readonly failures: SdkError[] = []

  get codes(): string[] {
    return this.failures.map(({ code }) => code)
  }

  frame(bytes: Uint8Array): void {
    this.frames.push(bytes)
  }

  snapshot(snapshot: Snapshot): void {
    this.snapshots.push(snapshot)
  }

  failed(error: SdkError): void {
    this.failures.push(error)
  }
}
