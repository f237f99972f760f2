// Bundles all that importing one of our entries can ever run, and fails when it is larger than it may be or reaches
// what it must not. Outside are the peers and, for Node, Node's own modules and `ws`. `--list` tells where the bytes
// come from.
import console from 'node:console'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const ADMISSION_ONLY = ['node_modules/ajv/', 'node_modules/jsonata/', 'node_modules/js-yaml/']
/** Pages are given values; what evaluates stays with the server. */
const EVALUATION_ONLY = [
  ...ADMISSION_ONLY,
  'core/src/evaluation/',
  'core/src/expression/',
  'core/src/snapshot/',
]

const BUNDLES = [
  {
    name: '@evenkeel/sdk',
    entry: 'src/index.ts',
    platform: 'node',
    limitBytes: 19_000,
    forbidden: ADMISSION_ONLY,
  },
  {
    name: '@evenkeel/sdk/openfeature-web',
    entry: 'src/openfeature-web/index.ts',
    platform: 'browser',
    limitBytes: 12_000,
    forbidden: EVALUATION_ONLY,
  },
  {
    name: '@evenkeel/sdk/react',
    entry: 'src/react/index.ts',
    platform: 'browser',
    limitBytes: 3_000,
    forbidden: EVALUATION_ONLY,
  },
]

for (const bundle of BUNDLES) await measure(bundle)

async function measure({ name, entry, platform, limitBytes, forbidden }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [entry],
    outfile: 'index.js',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform,
    target: platform === 'node' ? 'node20' : 'es2022',
    conditions: ['@evenkeel/source'],
    external: ['ws', '@openfeature/*', 'react'],
  })
  const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length
  console.log(`${name}: ${bytes} bytes minified and gzipped, of at most ${limitBytes}`)

  if (process.argv.includes('--list')) {
    const parts = Object.entries(metafile.outputs['index.js'].inputs)
    for (const [input, { bytesInOutput }] of parts.sort(
      ([, a], [, b]) => b.bytesInOutput - a.bytesInOutput,
    )) {
      console.log(`${String(bytesInOutput).padStart(7)}  ${input}`)
    }
  }
  if (bytes > limitBytes) fail(`too large by ${bytes - limitBytes} bytes; --list tells where they come from`)
  const reached = Object.keys(metafile.inputs).filter((input) =>
    forbidden.some((path) => input.includes(path)),
  )
  if (reached.length > 0) fail(`must not reach:\n  ${reached.join('\n  ')}`)
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}
