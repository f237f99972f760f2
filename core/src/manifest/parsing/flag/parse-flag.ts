import type { JsonObject, JsonValue } from '../../../json.ts'
import type { Flag, FlagOverlay, FlagPurpose, FlagState, FlagType, Prerequisite } from '../../kinds/flag.ts'
import { checkVariants } from './check-variants.ts'
import { checkVariantValues } from './check-variant-values.ts'
import { defined } from '../defined.ts'
import type { DocumentReader } from '../document-reader.ts'
import { parseDate } from '../../../parse-instant.ts'
import { parseRules, type WrittenRule } from './parse-rules.ts'
import { parseMetadata, type Written } from '../written-document.ts'

interface WrittenOverlay {
  readonly state: FlagState
  readonly variants?: JsonObject
  readonly defaultVariant?: string
  readonly disabledVariant?: string
  readonly prerequisites?: readonly Prerequisite[]
  readonly rules?: readonly WrittenRule[]
}

export interface WrittenFlagSpec {
  readonly description?: string
  readonly owner?: string
  readonly lifecycle?: { readonly purpose: FlagPurpose; readonly expires?: string }
  readonly type: FlagType
  readonly variants?: Readonly<Record<string, JsonValue>>
  readonly defaultVariant: string
  readonly disabledVariant?: string
  readonly schema?: JsonObject
  readonly prerequisites?: readonly Prerequisite[]
  readonly rules?: readonly WrittenRule[]
  readonly environments?: Readonly<Record<string, WrittenOverlay>>
}

const BOOLEAN_VARIANTS = { on: true, off: false }

export function parseFlag({ metadata, spec }: Written<WrittenFlagSpec>, reader: DocumentReader): Flag {
  const flag: Flag = {
    kind: 'Flag',
    metadata: parseMetadata(metadata),
    ...defined({ description: spec.description, owner: spec.owner, schema: spec.schema }),
    ...(spec.lifecycle && { lifecycle: parseLifecycle(spec.lifecycle, reader) }),
    type: spec.type,
    variants: spec.variants ?? BOOLEAN_VARIANTS,
    defaultVariant: spec.defaultVariant,
    disabledVariant: spec.disabledVariant ?? spec.defaultVariant,
    prerequisites: (spec.prerequisites ?? []).map(parsePrerequisite),
    rules: parseRules(spec.rules ?? [], ['spec', 'rules'], reader, metadata.name),
    environments: parseOverlays(metadata.name, spec, reader),
  }
  checkVariantValues(flag, reader)
  checkVariants(flag, reader)
  return flag
}

function parseOverlays(
  key: string,
  spec: WrittenFlagSpec,
  reader: DocumentReader,
): Record<string, FlagOverlay> {
  return Object.fromEntries(
    Object.entries(spec.environments ?? {}).map(([environment, written]) => {
      const path = ['spec', 'environments', environment]
      const overlay: FlagOverlay = defined({
        state: written.state,
        variants: written.variants,
        defaultVariant: written.defaultVariant,
        disabledVariant:
          written.disabledVariant ??
          (spec.disabledVariant === undefined ? written.defaultVariant : undefined),
        prerequisites: written.prerequisites?.map(parsePrerequisite),
        rules: written.rules && parseRules(written.rules, [...path, 'rules'], reader, key),
      })
      return [environment, overlay]
    }),
  )
}

function parsePrerequisite({ flag, variants }: Prerequisite): Prerequisite {
  return { flag, variants }
}

function parseLifecycle(
  { purpose, expires }: { readonly purpose: FlagPurpose; readonly expires?: string },
  reader: DocumentReader,
): { readonly purpose: FlagPurpose; readonly expires?: string } {
  if (expires !== undefined && parseDate(expires) === undefined) {
    reader.report({
      code: 'no-such-moment',
      message: `there is no day \`${expires}\``,
      hint: 'write year, month and day, such as 2027-03-01',
      path: ['spec', 'lifecycle', 'expires'],
    })
  }
  return defined({ purpose, expires })
}
