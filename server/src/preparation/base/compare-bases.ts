import type { SnapshotFlag } from '@evenkeel/core/snapshot'
import { redrawnRules } from '@evenkeel/core/snapshot'
import type { BaseChange } from '../preparer.ts'

/** Of two contents; parses only what differs. */
export function compareBases(before: string, after: string): BaseChange {
  const earlier = flagLinesOf(before)
  const later = flagLinesOf(after)
  const changed = [...later].flatMap(([key, line]) => {
    const was = earlier.get(key)
    return was === undefined || was === line ? [] : [{ key, was: readFlag(was), is: readFlag(line) }]
  })
  const rebucketed = changed.filter(({ was, is }) => redrawnRules(was, is).length > 0)
  const switchedOff = changed.filter(({ was, is }) => was.state === 'ENABLED' && is.state !== 'ENABLED')
  return {
    flagsBefore: earlier.size,
    flagsAfter: later.size,
    deleted: [...earlier.keys()].filter((key) => !later.has(key)),
    rebucketed: rebucketed.map(({ key }) => key),
    switchedOff: switchedOff.map(({ key }) => key),
  }
}

const FLAG = '["flag","'

/** By key, in the order of the content: sorted. */
function flagLinesOf(content: string): ReadonlyMap<string, string> {
  const lines = new Map<string, string>()
  for (let start = 0; content.startsWith(FLAG, start);) {
    const end = content.indexOf('\n', start) + 1
    const keyStart = start + FLAG.length
    lines.set(content.slice(keyStart, content.indexOf('"', keyStart)), content.slice(start, end))
    start = end
  }
  return lines
}

function readFlag(line: string): SnapshotFlag {
  const [, , flag] = JSON.parse(line) as readonly [string, string, SnapshotFlag]
  return flag
}
