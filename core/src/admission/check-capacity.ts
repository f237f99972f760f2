import type { ContentSummary } from '../compilation/compilation.ts'
import { joinPayload } from '../compilation/packing/join-payload.ts'
import { packContent } from '../compilation/packing/pack-content.ts'
import type { Environment } from '../manifest/kinds/environment.ts'
import { FRAME_SIZES_KIB } from '../manifest/kinds/environment.ts'
import type { DocumentPath, Issue } from '../manifest/issue.ts'
import { formatPath } from '../manifest/issue.ts'
import type { ManifestDocument } from '../manifest/kinds.ts'
import { payloadRoom } from '../snapshot/frame/frame-capacity.ts'
import { MAX_NAME_BYTES, MAX_PAYLOAD_BYTES } from '../snapshot/frame/frame-header.ts'
import type { DeflateBlock } from '../snapshot/platform.ts'
import { encodeUtf8 } from '../utf8.ts'
import type { CompiledEnvironment } from './compile-environments.ts'

const WARNING_SHARE = 0.7
const LARGEST_SHOWN = 5

/** Whether an environment's snapshot fits what its document reserves for it. */
export function checkCapacity(compiled: CompiledEnvironment, deflateBlock: DeflateBlock): readonly Issue[] {
  const { document: environment, compilation, header } = compiled
  const { payload, inflatedLength: inflated } = joinPayload(header, compiled.packed, deflateBlock)
  const room = payloadRoom(compilation.frameBytes)
  const sizes = { inflated, packed: payload.length, room }
  return [
    ...checkName(environment),
    ...checkFlagCount(environment, compilation.summary),
    ...(sizes.packed > room || inflated > MAX_PAYLOAD_BYTES
      ? [tooLarge(compiled, sizes, deflateBlock)]
      : sizes.packed > room * WARNING_SHARE
        ? [nearlyFull(environment, sizes)]
        : []),
  ]
}

interface Sizes {
  readonly inflated: number
  /** Bytes of the deflated text, and how many there may be. */
  readonly packed: number
  readonly room: number
}

function checkName(environment: ManifestDocument<Environment>): readonly Issue[] {
  const { name } = environment.manifest.metadata
  if (encodeUtf8(name).length <= MAX_NAME_BYTES) return []
  return [
    issueAt(environment, ['metadata', 'name'], {
      code: 'environment-name-too-long',
      severity: 'error',
      message: `the environment's name ${name} is longer than ${MAX_NAME_BYTES} characters`,
      hint: `choose a name of at most ${MAX_NAME_BYTES} characters, such as production-eu`,
    }),
  ]
}

function checkFlagCount(
  environment: ManifestDocument<Environment>,
  { flags }: ContentSummary,
): readonly Issue[] {
  const { metadata, capacity } = environment.manifest
  if (capacity.flags === undefined || flags <= capacity.flags) return []
  return [
    issueAt(environment, ['spec', 'capacity', 'flags'], {
      code: 'too-many-flags',
      severity: 'error',
      message: `there are ${flags} flags, and ${metadata.name} has capacity for ${capacity.flags}`,
      hint: `remove flags that are not needed any more, or set spec.capacity.flags to ${flags} or more`,
    }),
  ]
}

function tooLarge(compiled: CompiledEnvironment, sizes: Sizes, deflateBlock: DeflateBlock): Issue {
  const { metadata, capacity } = compiled.document.manifest
  const largest = largestLines(compiled, deflateBlock)
    .map(({ document, cost }) => `${document} (${kibibytes(cost)})`)
    .join(', ')
  const filled =
    sizes.packed > sizes.room
      ? `${kibibytes(sizes.packed)} compressed, and a frame of ${capacity.frameKiB} KiB has room for ${kibibytes(sizes.room)}`
      : `${kibibytes(sizes.inflated)}, and SDKs read ${kibibytes(MAX_PAYLOAD_BYTES)} at most`
  return issueAt(compiled.document, ['spec', 'capacity', 'frameKiB'], {
    code: 'snapshot-too-large',
    severity: 'error',
    message: `the snapshot of ${metadata.name} has ${filled}; the largest documents are ${largest}`,
    hint: hintFor(sizes),
  })
}

function nearlyFull(environment: ManifestDocument<Environment>, sizes: Sizes): Issue {
  const { metadata, capacity } = environment.manifest
  const percent = Math.floor((100 * sizes.packed) / sizes.room)
  return issueAt(environment, ['spec', 'capacity', 'frameKiB'], {
    code: 'snapshot-nearly-full',
    severity: 'warning',
    message: `the snapshot of ${metadata.name} fills ${percent} % of its frame of ${capacity.frameKiB} KiB (room for overrides kept)`,
    hint: hintFor(sizes),
  })
}

function hintFor({ packed, inflated }: Sizes): string {
  const spare =
    'move long lists of keys out of segments into an attribute that the service sets, and remove old flags'
  const enough = FRAME_SIZES_KIB.find((size) => payloadRoom(size * 1024) * WARNING_SHARE > packed)
  if (enough === undefined || inflated > MAX_PAYLOAD_BYTES) return spare
  return `set spec.capacity.frameKiB to ${enough}, which every subscriber is then sent at every tick; or ${spare}`
}

/** The longest lines with what the frame would be smaller by without each: its cost. */
function largestLines(
  { compilation: { content }, packed, blocks }: CompiledEnvironment,
  deflateBlock: DeflateBlock,
): { document: string; cost: number }[] {
  const without = (line: string) =>
    packContent(
      content.replace(`${line}\n`, () => ''),
      deflateBlock,
      blocks,
    ).content.length
  return content
    .trimEnd()
    .split('\n')
    .sort((a, b) => b.length - a.length)
    .slice(0, LARGEST_SHOWN)
    .map((line) => ({ document: nameOf(line), cost: packed.content.length - without(line) }))
    .sort((a, b) => b.cost - a.cost)
}

function nameOf(line: string): string {
  const [kind, name] = JSON.parse(line) as [string, string]
  return `${kind} ${name}`
}

function kibibytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`
}

function issueAt(
  document: ManifestDocument<Environment>,
  path: DocumentPath,
  what: Pick<Issue, 'code' | 'severity' | 'message'> & { readonly hint: string },
): Issue {
  return { ...what, file: document.file, ...document.locate(path), path: formatPath(path) }
}
