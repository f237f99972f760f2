import type { JsonObject, JsonValue } from '@evenkeel/core/json'
import { isJsonObject } from '@evenkeel/core/json'
import type { StoredCompilation } from '../../snapshots/store/stored-revision.ts'
import type { FetchedTip, Verdict } from '../control.ts'
import { garbled } from '../control-faults.ts'
import type { FaultData } from './fault-data.ts'
import { readFault, writeFault } from './fault-data.ts'
import type { Message } from './message.ts'

/** What the control process answers. */
export type ControlAnswer =
  | { readonly kind: 'fetched'; readonly tip: FetchedTip }
  | { readonly kind: 'admitted'; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly error: Error }

/** A compilation whose bytes are attachments: the content, then the companion where there is one. */
type SentCompilation = Omit<StoredCompilation, 'content' | 'companion'> & { readonly hasCompanion: boolean }

export function writeAnswer(answer: ControlAnswer): Message {
  if (answer.kind === 'failed') return message({ kind: 'failed', fault: writeFault(answer.error) })
  if (answer.kind === 'fetched') return message(answer)
  const { compilations, ...rest } = answer.verdict
  const verdict = { ...rest, ...(compilations && { compilations: compilations.map(withoutBytes) }) }
  return message({ kind: 'admitted', verdict }, (compilations ?? []).flatMap(bytesOf))
}

/** Throws ControlError `control-garbage` where it is not what writeAnswer writes. */
export function readAnswer({ body, attachments }: Message): ControlAnswer {
  if (isJsonObject(body)) {
    const { kind, tip, verdict, fault } = body
    if (kind === 'fetched' && isJsonObject(tip)) return { kind, tip: tip as unknown as FetchedTip }
    if (kind === 'admitted' && isJsonObject(verdict))
      return { kind, verdict: readVerdict(verdict, attachments) }
    if (kind === 'failed' && isJsonObject(fault)) {
      return { kind, error: readFault(fault as unknown as FaultData) }
    }
  }
  throw garbled('an answer is none that is known')
}

function message(body: object, attachments: readonly Uint8Array[] = []): Message {
  return { body: body as JsonValue, attachments }
}

function withoutBytes(compilation: StoredCompilation): SentCompilation {
  const { formatVersion, environment, commit, contentHash, contentLength, summary, frameBytes } = compilation
  const described = { formatVersion, environment, commit, contentHash, contentLength, summary, frameBytes }
  return { ...described, hasCompanion: compilation.companion !== undefined }
}

function bytesOf({ content, companion }: StoredCompilation): readonly Uint8Array[] {
  return companion === undefined ? [content] : [content, companion]
}

function readVerdict(verdict: JsonObject, attachments: readonly Uint8Array[]): Verdict {
  const { compilations: sent, ...rest } = verdict as unknown as Omit<Verdict, 'compilations'> & {
    readonly compilations?: readonly SentCompilation[]
  }
  if (!Array.isArray(rest.issues)) throw garbled('a verdict has no issues')
  const left = [...attachments]
  const compilations = sent?.map(({ hasCompanion, ...described }): StoredCompilation => {
    const content = takeFirst(left)
    return { ...described, content, ...(hasCompanion && { companion: takeFirst(left) }) }
  })
  if (left.length > 0) throw garbled('an answer has attachments that nothing speaks of')
  return { ...rest, ...(compilations && { compilations }) }
}

function takeFirst(attachments: Uint8Array[]): Uint8Array {
  const first = attachments.shift()
  if (first === undefined) throw garbled('an answer lacks an attachment that it speaks of')
  return first
}
