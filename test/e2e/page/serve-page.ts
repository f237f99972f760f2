import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The page of this folder, bundled from source as an application would be, at an origin of its own. */
export interface ServedPage {
  readonly origin: string
  close(): Promise<void>
}

export async function servePage(): Promise<ServedPage> {
  const script = await bundlePage()
  const html = `<!doctype html><title>Shop</title><body><script type="module">${script}</script></body>`
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bundlePage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@evenkeel/source'] },
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: fileURLToPath(new URL('main.tsx', import.meta.url)) },
    },
  })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const [chunk] = outputs.filter((output) => output.type === 'chunk')
  if (!chunk) throw new Error('the page was not bundled')
  return chunk.code.replaceAll('</script', '<\\/script')
}
