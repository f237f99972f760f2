import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The page of this folder and its worker, bundled from source as an application would be, at an origin of their own. */
export interface ServedPage {
  readonly origin: string
  close(): Promise<void>
}

export async function servePage(): Promise<ServedPage> {
  const [page, worker] = await Promise.all([bundle('main.tsx'), bundle('worker.ts')])
  const script = page.replaceAll('</script', '<\\/script')
  const html = `<!doctype html><title>Shop</title><body><script type="module">${script}</script></body>`
  const server = createServer((request, response) => {
    const isWorker = request.url?.startsWith('/worker.js') === true
    const mediaType = isWorker ? 'text/javascript' : 'text/html'
    response.setHeader('content-type', `${mediaType}; charset=utf-8`).end(isWorker ? worker : html)
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

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@evenkeel/source'], dedupe: ['react', 'react-dom'] },
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: fileURLToPath(new URL(entry, import.meta.url)) },
    },
  })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const [chunk] = outputs.filter((output) => output.type === 'chunk')
  if (!chunk) throw new Error(`${entry} was not bundled`)
  return chunk.code
}
