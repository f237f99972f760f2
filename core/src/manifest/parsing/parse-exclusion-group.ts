import type { ExclusionGroup, Slot } from '../kinds/exclusion-group.ts'
import { FULL_SHARE } from '../kinds/flag.ts'
import { defined } from './defined.ts'
import type { DocumentReader } from './document-reader.ts'
import { findRepeated } from './values/find-repeated.ts'
import { formatShare } from './values/parse-share.ts'
import { readAttributePath } from './values/read-attribute-path.ts'
import { readShare } from './values/read-share.ts'
import { parseMetadata, type Written } from './written-document.ts'

export interface WrittenExclusionGroupSpec {
  readonly description?: string
  readonly by?: string
  readonly slots: readonly { readonly name: string; readonly percent: number }[]
}

export function parseExclusionGroup(
  { metadata, spec }: Written<WrittenExclusionGroupSpec>,
  reader: DocumentReader,
): ExclusionGroup {
  return defined({
    kind: 'ExclusionGroup' as const,
    metadata: parseMetadata(metadata),
    description: spec.description,
    by: readAttributePath(spec.by, ['spec', 'by'], reader),
    slots: parseSlots(metadata.name, spec.slots, reader),
  })
}

function parseSlots(
  group: string,
  written: WrittenExclusionGroupSpec['slots'],
  reader: DocumentReader,
): Slot[] {
  const names = written.map(({ name }) => name)
  for (const index of findRepeated(names)) {
    reader.report({
      code: 'repeated-name',
      message: `two slots of \`${group}\` are called \`${String(names[index])}\`, so a rule could not say which one it means`,
      hint: 'give each slot a name of its own',
      path: ['spec', 'slots', index, 'name'],
    })
  }
  let until = 0
  const slots = names.map((name, index) => {
    const from = until
    until += readShare(['spec', 'slots', index, 'percent'], reader) ?? 0
    return { name, from, until }
  })
  reportTooMuch(group, until, reader)
  return slots
}

function reportTooMuch(group: string, total: number, reader: DocumentReader): void {
  if (total <= FULL_SHARE) return
  reader.report({
    code: 'wrong-total',
    message: `the slots of \`${group}\` add up to ${formatShare(total)} %, and there are 100 to share out`,
    hint: `take ${formatShare(total - FULL_SHARE)} away; slots that leave some of the 100 over are fine`,
    path: ['spec', 'slots'],
    atKey: true,
  })
}
