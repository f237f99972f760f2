// Bundles all that `import '@evenkeel/sdk'` can ever run, and fails when it is larger than it may be or reaches what
// only admission needs. Outside are Node's own modules and `ws`. `--list` tells where the bytes come from.
import console from 'node:console'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const LIMIT_BYTES = 15_000
const ADMISSION_ONLY = ['ajv', 'jsonata', 'js-yaml']

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
})
const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length
console.log(`@evenkeel/sdk: ${bytes} bytes minified and gzipped, of at most ${LIMIT_BYTES}`)

if (process.argv.includes('--list')) {
  const parts = Object.entries(metafile.outputs['index.js'].inputs)
  for (const [input, { bytesInOutput }] of parts.sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)) {
    console.log(`${String(bytesInOutput).padStart(7)}  ${input}`)
  }
}

if (bytes > LIMIT_BYTES) {
  console.error(`too large by ${bytes - LIMIT_BYTES} bytes; --list tells where they come from`)
  process.exitCode = 1
}
const forbidden = Object.keys(metafile.inputs).filter((input) =>
  ADMISSION_ONLY.some((name) => input.includes(`node_modules/${name}/`)),
)
if (forbidden.length > 0) {
  console.error(`the SDK must not reach what only admission needs:\n  ${forbidden.join('\n  ')}`)
  process.exitCode = 1
}
