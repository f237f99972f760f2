import type { StreamingMetrics } from './streaming-metrics.ts'

/** Keeps what was counted. */
export class FakeStreamingMetrics implements StreamingMetrics {
  readonly open = new Map<string, number>()
  readonly refused: string[] = []
  framesSent = 0
  slowConsumersEnded = 0

  subscribers(environment: string, count: number): void {
    this.open.set(environment, count)
  }

  frameSent(): void {
    this.framesSent++
  }

  slowConsumerEnded(): void {
    this.slowConsumersEnded++
  }

  streamRefused(code: string): void {
    this.refused.push(code)
  }
}
