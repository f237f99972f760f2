import type { ClientSettings } from '../parse-client-options.ts'
import type { Runtime } from '../runtime.ts'
import { FallbackSource } from './fallback-source.ts'
import { FileSource } from './file-source.ts'
import { PollingSource } from './polling-source.ts'
import type { Source } from './source.ts'
import { WebSocketSource } from './stream/websocket-source.ts'

const LEAST_SILENCE_MS = 20_000
const SILENT_POLLS = 4

/** The source that the settings ask for. */
export function createSource(settings: ClientSettings, runtime: Runtime): Source {
  const { origin, pollMs, logger } = settings
  if (origin.from === 'source') return origin.source
  if (origin.from === 'file') return new FileSource({ path: origin.path, clock: runtime.clock })
  const { endpoint } = origin
  const polling = new PollingSource({ endpoint, pollMs, runtime })
  if (origin.from === 'poll') return polling
  const silenceMs = Math.max(LEAST_SILENCE_MS, SILENT_POLLS * pollMs)
  const stream = new WebSocketSource({ endpoint, silenceMs, runtime })
  return new FallbackSource({ stream, polling, clock: runtime.clock, logger })
}
