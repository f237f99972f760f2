// Bundles what `import '@evenkeel/sdk'` loads, as a service would, and fails when it is larger than it may be or reaches
// what only admission needs. Node's own modules and whatever is loaded later, by a dynamic import, stay outside: `ws`
// and the source of the mode that the service asks for. `--list` tells where the bytes come from.
import console from 'node:console'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const LIMIT_BYTES = 15_000
const ADMISSION_ONLY = ['ajv', 'jsonata', 'js-yaml']

const loadedLater = {
  name: 'loaded-later',
  setup: ({ onResolve }) => {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

async function bundle(plugins) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['src/index.ts'],
    outfile: 'index.js',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@evenkeel/source'],
    external: ['ws'],
    plugins,
  })
  return { bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length, metafile }
}

const atOnce = await bundle([loadedLater])
const everything = await bundle([])
console.log(`@evenkeel/sdk: ${atOnce.bytes} bytes minified and gzipped, of at most ${LIMIT_BYTES}`)
console.log(`  (${everything.bytes} with every source that is loaded when it is asked for)`)

if (process.argv.includes('--list')) {
  const parts = Object.entries(atOnce.metafile.outputs['index.js'].inputs)
  for (const [input, { bytesInOutput }] of parts.sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)) {
    console.log(`${String(bytesInOutput).padStart(7)}  ${input}`)
  }
}

if (atOnce.bytes > LIMIT_BYTES) {
  console.error(`too large by ${atOnce.bytes - LIMIT_BYTES} bytes; --list tells where they come from`)
  process.exitCode = 1
}
const forbidden = Object.keys(everything.metafile.inputs).filter((input) =>
  ADMISSION_ONLY.some((name) => input.includes(`node_modules/${name}/`)),
)
if (forbidden.length > 0) {
  console.error(`the SDK must not reach what only admission needs:\n  ${forbidden.join('\n  ')}`)
  process.exitCode = 1
}
