import { findNearestName } from '../../../nearest-name.ts'
import type { Flag, FlagOverlay, Rule } from './flag.ts'
import { formatPath, type DocumentPath } from '../../issue.ts'
import { listNames } from '../../quote.ts'
import type { FieldsOf } from '../define-kind.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'

/** A place that names a variant. */
interface Mention {
  readonly variant: string
  readonly path: DocumentPath
}

/** Reports every name of a variant that is not one, in the flag itself and as each environment changes it. */
export function checkVariants(flag: FieldsOf<Flag>, reader: DocumentReader): void {
  const base = mentionsOf(flag, ['spec'])
  const known = new Set(Object.keys(flag.variants))
  for (const mention of base) reportUnknown(mention, known, reader)
  for (const [environment, overlay] of Object.entries(flag.environments)) {
    const path = ['spec', 'environments', environment]
    const there = overlay.variants ? new Set(Object.keys(overlay.variants)) : known
    for (const mention of mentionsOf(overlay, path)) reportUnknown(mention, there, reader)
    if (!overlay.variants) continue
    const inherited = base.filter((mention) => !Object.hasOwn(overlay, String(mention.path[1])))
    reportLeftOut(
      inherited.filter(({ variant }) => known.has(variant) && !there.has(variant)),
      environment,
      reader,
    )
  }
}

function mentionsOf(flag: FieldsOf<Flag> | FlagOverlay, path: DocumentPath): Mention[] {
  const mentions: Mention[] = []
  const { defaultVariant, disabledVariant, rules = [] } = flag
  if (defaultVariant !== undefined)
    mentions.push({ variant: defaultVariant, path: [...path, 'defaultVariant'] })
  if (disabledVariant !== undefined)
    mentions.push({ variant: disabledVariant, path: [...path, 'disabledVariant'] })
  return [...mentions, ...rules.flatMap((rule, index) => mentionsOfRule(rule, [...path, 'rules', index]))]
}

function mentionsOfRule({ outcome }: Rule, path: DocumentPath): Mention[] {
  if ('serve' in outcome) return [{ variant: outcome.serve, path: [...path, 'serve'] }]
  return outcome.split.map(({ variant }, index) => ({ variant, path: [...path, 'split', index, 'variant'] }))
}

function reportUnknown({ variant, path }: Mention, known: ReadonlySet<string>, reader: DocumentReader): void {
  const isWritten = reader.places.textAt(path) !== undefined
  if (known.has(variant) || !isWritten) return
  const nearest = findNearestName(variant, known)
  reader.report({
    code: 'unknown-variant',
    message: `\`${formatPath(path)}\` names variant \`${variant}\`, which the flag does not have`,
    hint:
      nearest === undefined
        ? `its variants are ${listNames([...known], 'and')}`
        : `did you mean \`${nearest}\`?`,
    path,
  })
}

function reportLeftOut(mentions: readonly Mention[], environment: string, reader: DocumentReader): void {
  const reported = new Set<string>()
  for (const { variant, path } of mentions) {
    if (reported.has(variant)) continue
    reported.add(variant)
    reader.report({
      code: 'unknown-variant',
      message: `the variants in ${environment} leave out \`${variant}\`, which \`${formatPath(path)}\` names there too`,
      hint: `add \`${variant}\`, or replace what names it`,
      path: ['spec', 'environments', environment, 'variants'],
      atKey: true,
    })
  }
}
