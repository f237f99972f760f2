import { monitorEventLoopDelay } from 'node:perf_hooks'
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { Database } from './dist/database/database.js'
import { PostgresSnapshotStore } from './dist/snapshots/postgres-snapshot-store.js'
import { systemClock } from './dist/clock.js'
const logger = { info() {}, warn() {}, error(m, e) { console.log(m, e) }, debug() {} }
const location = process.argv[2] ? { kind: 'server', url: process.argv[2] } : { kind: 'embedded', dataDir: mkdtempSync('/tmp/dbm-') + '/d' }
const h = monitorEventLoopDelay({ resolution: 5 }); h.enable()
const lag = (what) => { console.log(what, 'loop p99', (h.percentile(99) / 1e6).toFixed(1), 'max', (h.max / 1e6).toFixed(1)); h.reset() }
const db = new Database({ location, clock: systemClock, logger })
const store = new PostgresSnapshotStore(db)
let t = performance.now(); const took = (w) => { console.log(w, (performance.now() - t).toFixed(0), 'ms'); t = performance.now() }
await store.findHeads(); took('first start'); lag('first start')
const envs = ['a', 'b', 'c']
const heads = new Map()
const pub = async (envs, commit, admitted, operations = []) => {
  const revisions = envs.map((environment) => ({ snapshot: { environment, epoch: 1, sequence: (heads.get(environment) ?? 0) + 1, commit, stateHash: '0'.repeat(64), contentHash: commit, payload: randomBytes(450_000), inflatedLength: 3e6, frameBytes: 512 * 1024, publishedAt: new Date() },
    base: { formatVersion: 1, environment, commit, contentHash: commit, content: bases.get(commit) ?? (bases.set(commit, randomBytes(450_000)), bases.get(commit)), contentLength: 3e6, summary: { boundaries: [], flags: 8000, segments: 0, configs: 0 }, frameBytes: 512 * 1024, companion: comp }, operations }))
  const r = await store.publish({ ...(admitted && { admitted: { commit, committedAt: new Date(), subject: 's', author: 'a' } }), revisions, expectedHeads: envs.map((environment) => ({ environment, ...(heads.has(environment) && { head: { epoch: 1, sequence: heads.get(environment) } }) })) })
  if (r !== 'published') throw new Error(r)
  for (const e of envs) heads.set(e, (heads.get(e) ?? 0) + 1)
}
const bases = new Map(), comp = randomBytes(200_000)
const c = (n) => n.toString(16).padStart(40, '0')
t = performance.now()
for (let i = 0; i < 3; i++) { await pub(envs, c(i), true); took('commit of 3 x 450 KB + base + companion') }
lag('commits')
const times = []
for (let i = 0; i < 50; i++) { const s = performance.now(); await pub(['a'], c(2), false, [{ id: 'x' + i, flag: 'f', state: 'DISABLED' }]); times.push(performance.now() - s) }
times.sort((a, b) => a - b); console.log('operation 450KB p50', times[25].toFixed(0), 'p95', times[47].toFixed(0)); lag('operations')
t = performance.now(); await store.findHeads(); took('findHeads'); await store.findHeadRevisions(); took('findHeadRevisions')
await store.prune({ keepCommits: 0, keepSince: new Date(Date.now() + 1e9) }); took('prune'); lag('rest')
await db.close(); took('close')
