import type { ClientStanding } from '@evenkeel/core/protocol'
import type { ClientSettings } from '../options/parse-client-options.ts'
import type { Runtime } from '../runtime.ts'
import { ClientReport } from './client-report.ts'
import { FileSource } from './file-source.ts'
import { PollingSource } from './polling-source.ts'
import type { Source } from './source.ts'
import { FallbackSource } from './stream/fallback-source.ts'
import { WebSocketSource } from './stream/websocket-source.ts'
import { connectWithWs } from './stream/ws-connection.ts'

const LEAST_SILENCE_MS = 20_000
const SILENT_POLLS = 4

/** The source that the settings ask for; a stream polls while streaming does not work. */
export function createSource(
  { origin, pollMs, logger }: ClientSettings,
  runtime: Runtime,
  standing: () => ClientStanding,
): Source {
  if (origin.from === 'source') return origin.source
  if (origin.from === 'file') return new FileSource({ path: origin.path, clock: runtime.clock })
  const { endpoint } = origin
  const report = new ClientReport(origin.instance, origin.labels, standing)
  const polling = new PollingSource({ endpoint, report, pollMs, runtime })
  if (origin.from === 'poll') return polling
  const silenceMs = Math.max(LEAST_SILENCE_MS, SILENT_POLLS * pollMs)
  const stream = new WebSocketSource({ endpoint, report, silenceMs, connect: connectWithWs, runtime })
  return new FallbackSource({ stream, polling, clock: runtime.clock, logger })
}
