import type { JsonObject } from '../../../json.ts'
import { parseDate } from '../../../parse-instant.ts'
import { defined } from '../../defined.ts'
import type { DocumentReader } from '../../parsing/document-reader.ts'
import { defineKind, type FieldsOf } from '../define-kind.ts'
import { checkVariants } from './check-variants.ts'
import { checkVariantValues } from './check-variant-values.ts'
import type { Flag, FlagOverlay, Prerequisite } from './flag.ts'
import { flagSpec } from './flag-schema.ts'
import { parseRules, type WrittenRule } from './parse-rules.ts'

interface WrittenOverlay extends Omit<FlagOverlay, 'variants' | 'rules'> {
  readonly variants?: JsonObject
  readonly rules?: readonly WrittenRule[]
}

interface WrittenFlag
  extends
    Pick<Flag, 'description' | 'owner' | 'lifecycle' | 'type' | 'defaultVariant' | 'schema'>,
    Partial<Pick<Flag, 'variants' | 'disabledVariant' | 'prerequisites'>> {
  readonly rules?: readonly WrittenRule[]
  readonly environments?: Readonly<Record<string, WrittenOverlay>>
}

const BOOLEAN_VARIANTS = { on: true, off: false }

export const flagKind = defineKind<Flag>({
  kind: 'Flag',
  description: 'A feature flag',
  spec: flagSpec,
  read: parseFlag,
})

function parseFlag(spec: WrittenFlag, reader: DocumentReader, key: string): FieldsOf<Flag> {
  const flag: FieldsOf<Flag> = {
    ...defined({ description: spec.description, owner: spec.owner, schema: spec.schema }),
    ...(spec.lifecycle && { lifecycle: parseLifecycle(spec.lifecycle, reader) }),
    type: spec.type,
    variants: spec.variants ?? BOOLEAN_VARIANTS,
    defaultVariant: spec.defaultVariant,
    disabledVariant: spec.disabledVariant ?? spec.defaultVariant,
    prerequisites: (spec.prerequisites ?? []).map(parsePrerequisite),
    rules: parseRules(spec.rules ?? [], ['spec', 'rules'], reader, key),
    environments: parseOverlays(key, spec, reader),
  }
  checkVariantValues(flag, reader)
  checkVariants(flag, reader)
  return flag
}

function parseOverlays(key: string, spec: WrittenFlag, reader: DocumentReader): Record<string, FlagOverlay> {
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

type Lifecycle = NonNullable<Flag['lifecycle']>

function parseLifecycle({ purpose, expires }: Lifecycle, reader: DocumentReader): Lifecycle {
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
