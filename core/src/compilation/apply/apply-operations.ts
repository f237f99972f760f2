import { writeHex } from '../../hex.ts'
import type { JsonValue } from '../../json.ts'
import { mergePatch } from '../../manifest/merge-patch.ts'
import { ownValue } from '../../own-value.ts'
import { writeLine } from '../../snapshot/lines/snapshot-line.ts'
import type { Sha256 } from '../../snapshot/platform.ts'
import type { SnapshotFlag } from '../../snapshot/snapshot.ts'
import { timeBoundaries } from '../../snapshot/time-boundaries.ts'
import { encodeUtf8 } from '../../utf8.ts'
import type { Compilation, ContentSummary } from '../compilation.ts'
import type { ContentLine } from '../content-lines.ts'
import { findLine, readLine } from '../content-lines.ts'
import type { ConfigOperation, DormantOperation, FlagOperation, Operation } from '../operation.ts'
import { byTarget } from '../operations/target.ts'
import type { Dormancy } from './dormancy.ts'
import { dormancy, dormantOperation } from './dormancy.ts'
import { overrideFlag } from './override-flag.ts'
import { refusePatch, schemaOf } from './patch-config.ts'
import { reachingFlags, withDependents } from './reaching-flags.ts'
import type { Verdict, Verdicts } from './verdict.ts'

export interface ApplyInput {
  readonly base: Compilation
  /** At most one for a flag or config, in any order. */
  readonly operations: readonly Operation[]
  /** Of the config operations; no schema is run here. patchesToJudge says which there are. */
  readonly verdicts: Verdicts
  readonly sha256: Sha256
}

/** What is served of a base under operations, the revision apart. */
export interface Applied {
  readonly content: string
  /** SHA-256, hex, of `content` as UTF-8. */
  readonly contentHash: string
  readonly summary: ContentSummary
  /** Names, sorted; also where a patch gives the value that Git does. */
  readonly overriddenConfigs: readonly string[]
  /** Sorted by target. */
  readonly dormant: readonly DormantOperation[]
  /** Keys of the flags whose lines are other than the base's, and of those that depend on them; sorted. */
  readonly changedFlags: readonly string[]
  /** Names of the configs whose lines are other than the base's; sorted. */
  readonly changedConfigs: readonly string[]
}

/** An operation that applies, with what its line will be. */
interface Rewriting {
  readonly line: ContentLine
  readonly text: string
  /** Present where it is a flag's line. */
  readonly flag?: SnapshotFlag
}

/**
 * Puts operators' word in place of the commit's. Only the lines that change are parsed and written. The same base,
 * operations and verdicts give the same bytes, whatever the order of the operations; without any that applies, those
 * of the base.
 */
export function applyOperations({ base, operations, verdicts, sha256 }: ApplyInput): Applied {
  const rewritings: Rewriting[] = []
  const dormant: DormantOperation[] = []
  for (const operation of operations.toSorted(byTarget)) {
    const applied =
      'flag' in operation
        ? rewriteFlag(base, operation)
        : rewriteConfig(base, operation, verdicts.get(operation.id) ?? 'undecided')
    if ('reason' in applied) dormant.push(dormantOperation(operation, applied))
    else rewritings.push(applied)
  }
  return { ...applyRewritings(base, rewritings, sha256), dormant }
}

function rewriteFlag({ content, companion }: Compilation, operation: FlagOperation): Rewriting | Dormancy {
  const key = operation.flag
  const line = findLine(content, 'flag', key)
  if (line === undefined) return dormancy('flag-not-found', 'there is no flag of that key')
  const committed = readLine(content, line) as SnapshotFlag
  const override = overrideFlag(operation, committed, companion && ownValue(companion.flags, key))
  if ('reason' in override) return override
  const flag = { ...committed, override }
  return { line, text: writeLine('flag', key, flag), flag }
}

function rewriteConfig(
  base: Compilation,
  operation: ConfigOperation,
  verdict: Verdict,
): Rewriting | Dormancy {
  const { config: name, patch } = operation
  const line = findLine(base.content, 'config', name)
  if (line === undefined) return dormancy('config-not-found', 'there is no config of that name')
  const refusal = refusePatch(schemaOf(base, operation), verdict)
  if (refusal !== undefined) return refusal
  const value = mergePatch(readLine(base.content, line) as JsonValue, patch)
  return { line, text: writeLine('config', name, value) }
}

function applyRewritings(
  base: Compilation,
  rewritings: readonly Rewriting[],
  sha256: Sha256,
): Omit<Applied, 'dormant'> {
  const changes = rewritings.filter(({ line, text }) => base.content.slice(line.start, line.end) !== text)
  const content = rewriteLines(base.content, changes)
  const flags = new Map(changes.flatMap(({ line, flag }) => (flag ? [[line.name, flag]] : [])))
  const reaching = flags.size === 0 ? flags : new Map([...reachingFlags(base), ...flags])
  return {
    content,
    contentHash: changes.length === 0 ? base.contentHash : writeHex(sha256(encodeUtf8(content))),
    summary: flags.size === 0 ? base.summary : { ...base.summary, boundaries: timeBoundaries(reaching) },
    overriddenConfigs: configsOf(rewritings),
    changedFlags: withDependents(flags.keys(), reaching),
    changedConfigs: configsOf(changes),
  }
}

function rewriteLines(content: string, changes: readonly Rewriting[]): string {
  let rewritten = ''
  let position = 0
  for (const { line, text } of changes.toSorted((a, b) => a.line.start - b.line.start)) {
    rewritten += content.slice(position, line.start) + text
    position = line.end
  }
  return rewritten + content.slice(position)
}

function configsOf(rewritings: readonly Rewriting[]): readonly string[] {
  return rewritings.flatMap(({ line, flag }) => (flag ? [] : [line.name])).sort()
}
