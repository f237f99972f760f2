import type { ClientSettings } from '../parse-client-options.ts'
import type { Runtime } from '../runtime.ts'
import { lazySource } from './lazy-source.ts'
import type { Source } from './source.ts'

/** The source that the settings ask for; its code is loaded when it is the one. */
export function createSource({ origin, pollMs, logger }: ClientSettings, runtime: Runtime): Source {
  if (origin.from === 'source') return origin.source
  if (origin.from === 'file') {
    const { path } = origin
    return lazySource('file', async () => {
      const { FileSource } = await import('./file-source.ts')
      return new FileSource({ path, clock: runtime.clock })
    })
  }
  const { endpoint, from: mode } = origin
  return lazySource('server', async () => {
    const { createServerSource } = await import('./create-server-source.ts')
    return createServerSource({ endpoint, mode, pollMs, runtime, logger })
  })
}
