import type { Logger } from '../logger.ts'
import type { Runtime } from '../runtime.ts'
import type { Endpoint } from './endpoint.ts'
import { PollingSource } from './polling-source.ts'
import type { Source } from './source.ts'
import { FallbackSource } from './stream/fallback-source.ts'
import { WebSocketSource } from './stream/websocket-source.ts'
import { connectWithWs } from './stream/ws-connection.ts'

const LEAST_SILENCE_MS = 20_000
const SILENT_POLLS = 4

export interface ServerSourceOptions {
  readonly endpoint: Endpoint
  readonly mode: 'stream' | 'poll'
  /** Time between polls, and how often a stream is expected to bring a frame. */
  readonly pollMs: number
  readonly runtime: Runtime
  readonly logger: Logger
}

/** Polls the endpoint, or streams from it and polls while that does not work. */
export function createServerSource({ endpoint, mode, pollMs, runtime, logger }: ServerSourceOptions): Source {
  const polling = new PollingSource({ endpoint, pollMs, runtime })
  if (mode === 'poll') return polling
  const silenceMs = Math.max(LEAST_SILENCE_MS, SILENT_POLLS * pollMs)
  const stream = new WebSocketSource({ endpoint, silenceMs, connect: connectWithWs, runtime })
  return new FallbackSource({ stream, polling, clock: runtime.clock, logger })
}
