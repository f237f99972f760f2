// Wraps the payloads of this folder into frames, each once: a file that is there is never touched. To be run after
// `npm run build`, and only when a frame is added: `node test/conformance/format-1/write-frames.js`.
import { Buffer } from 'node:buffer'
import console from 'node:console'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, deflateRawSync } from 'node:zlib'
import { writeFrame } from '@evenkeel/core/snapshot'

const ISSUED_AT_MS = Date.parse('2026-12-01T10:00:00Z')
const SIGNED_BYTES = 212
const PAYLOAD_START = 276
const [PKCS8, SPKI] = [
  { format: 'der', type: 'pkcs8' },
  { format: 'der', type: 'spki' },
]

const sha256 = (bytes) => createHash('sha256').update(bytes).digest()

/** For these files alone: whoever reads this can sign with it. */
function keyOf(name) {
  const seed = sha256(name)
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const privateKey = createPrivateKey({ key, ...PKCS8 })
  const publicKey = createPublicKey(privateKey).export(SPKI).subarray(-32)
  return {
    publicKey: publicKey.toString('base64'),
    keyId: sha256(publicKey).subarray(0, 8),
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}

const KEY = keyOf('the key of format 1, for tests')
const OTHER_KEY = keyOf('another key, for tests')

const deflate = (bytes, options = {}) => deflateRawSync(bytes, { level: 6, ...options })
const flushed = (bytes) => deflate(bytes, { finishFlush: constants.Z_FULL_FLUSH })

/** Each line, and nothing between them, is deflated on its own; only the last ends the stream. */
const inBlocks = (text) => {
  const lines = text
    .toString('latin1')
    .split(/(?<=\n)/)
    .map((line) => Buffer.from(line, 'latin1'))
  return Buffer.concat([...lines.map(flushed), flushed(Buffer.alloc(0)), deflate(Buffer.alloc(0))])
}
/** As a server joins them: the header, and all the rest. */
const inTwoBlocks = (text) => {
  const end = text.indexOf('\n') + 1
  return Buffer.concat([flushed(text.subarray(0, end)), deflate(text.subarray(end))])
}

function frameOf(payload, { signer, frameBytes = 4096, nowMs = ISSUED_AT_MS, pack = deflate, length } = {}) {
  const text = readFileSync(new URL(payload, import.meta.url))
  const { environment, scope, revision } = JSON.parse(text.subarray(0, text.indexOf('\n')).toString())
  const { epoch, sequence } = revision
  const inflatedLength = length?.(text.length) ?? text.length
  const header = { environment, scope, epoch, sequence, inflatedLength, nowMs, frameBytes, sha256 }
  return writeFrame({ ...header, payload: pack(text), ...(signer && { signer }) })
}

/** Other bytes at a place, under a signature that holds. */
function altered(frame, offset, ...bytes) {
  const copy = Buffer.from(frame)
  copy.set(bytes, offset)
  copy.set(KEY.sign(copy.subarray(0, SIGNED_BYTES)), SIGNED_BYTES)
  return copy
}

const signed = { signer: KEY }
const large = { frameBytes: 32 * 1024 }
const smallest = (more) => frameOf('smallest.jsonl', { ...signed, ...more })

const FRAMES = {
  'everything.evk': () => frameOf('everything.jsonl', large),
  'everything.signed.evk': () => frameOf('everything.jsonl', { ...signed, ...large }),
  'everything.two-blocks.evk': () => frameOf('everything.jsonl', { ...signed, ...large, pack: inTwoBlocks }),
  'everything.many-blocks.evk': () => frameOf('everything.jsonl', { ...signed, ...large, pack: inBlocks }),
  'everything.stored.evk': () =>
    frameOf('everything.jsonl', { ...signed, ...large, pack: (text) => deflate(text, { level: 0 }) }),
  'optional-parts.evk': () => frameOf('optional-parts.jsonl', { ...signed, ...large }),
  'smallest.evk': () => smallest({ nowMs: 0, frameBytes: 1024 }),
  'most.evk': () => frameOf('most.jsonl', { ...signed, nowMs: Number.MAX_SAFE_INTEGER - 300_000 }),
  'unknown-in-documents.evk': () => frameOf('unknown-in-documents.jsonl', signed),
  'refused/unknown-header-field.evk': () => frameOf('refused/unknown-header-field.jsonl', signed),
  'refused/unknown-revision-field.evk': () => frameOf('refused/unknown-revision-field.jsonl', signed),
  'refused/unknown-boundary-field.evk': () => frameOf('refused/unknown-boundary-field.jsonl', signed),
  'refused/unknown-line-kind.evk': () => frameOf('refused/unknown-line-kind.jsonl', signed),
  'refused/optional-line-too-early.evk': () => frameOf('refused/optional-line-too-early.jsonl', signed),
  'refused/newer-payload.evk': () => frameOf('refused/newer-payload.jsonl', signed),
  'refused/newer-frame.evk': () => altered(smallest(), 4, 0, 2),
  'refused/no-frame.evk': () => altered(smallest(), 0, 0x65),
  'refused/longer-header.evk': () => altered(smallest(), 6, 1, 24),
  'refused/not-signed.evk': () => frameOf('smallest.jsonl'),
  'refused/other-key.evk': () => smallest({ signer: OTHER_KEY }),
  'refused/forged.evk': () => smallest({ signer: { ...OTHER_KEY, keyId: KEY.keyId } }),
  'refused/wrong-digest.evk': () => altered(smallest(), PAYLOAD_START + 4, 0xff),
  'refused/padding.evk': () => altered(smallest(), 4095, 1),
  'refused/cut-off.evk': () => smallest().subarray(0, PAYLOAD_START + 100),
  'refused/shorter-than-it-says.evk': () => smallest({ length: (bytes) => bytes + 1 }),
  'refused/longer-than-it-says.evk': () => smallest({ length: (bytes) => bytes - 1 }),
  'refused/inflates-too-far.evk': () => smallest({ length: () => 8 * 1024 * 1024 + 1 }),
}

console.log(`public key: ${KEY.publicKey}`)
for (const [name, make] of Object.entries(FRAMES)) {
  const file = new URL(name, import.meta.url)
  if (existsSync(file)) continue
  writeFileSync(file, make())
  console.log(`written: ${name}`)
}
