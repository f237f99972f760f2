import type { CheckedManifests, FlagType } from '@evenkeel/core/manifest'
import { configMembers } from './config-members.ts'
import { contextMembers } from './context-members.ts'
import { flagMembers } from './flag-members.ts'
import { sortedManifests } from './sorted-manifests.ts'
import type { Member } from './type-node.ts'
import { indent, literal, printMembers, printType, union } from './type-node.ts'

export const CODEGEN_TARGETS = ['sdk', 'openfeature', 'both'] as const
export type CodegenTarget = (typeof CODEGEN_TARGETS)[number]

/** A comment before each declaration keeps formatters from having a style of their own. */
const HEADER = `// Written by \`evenkeel codegen\` from the configuration repository. Do not edit; run it again.
/* eslint-disable */

`

const SKIP_LIB_CHECK = `// OpenFeature declares these types as well, so tsconfig.json needs "skipLibCheck": true.
`

/**
 * A TypeScript declaration that makes an unknown key, or one of another type, an error of the compiler. The same
 * manifests give the same text.
 */
export function writeDeclaration(manifests: CheckedManifests, target: CodegenTarget): string {
  const parts = [
    ...(target === 'openfeature' ? [] : [writeSdkTypes(manifests)]),
    ...(target === 'sdk' ? [] : [writeOpenFeatureTypes(manifests)]),
  ]
  return `${HEADER}${parts.join('\n')}\n// prettier-ignore\nexport {}\n`
}

function writeSdkTypes({ flags, configs, context }: CheckedManifests): string {
  return writeModule('@evenkeel/sdk', [
    writeInterface('FlagTypes', flagMembers(flags)),
    writeInterface('ConfigTypes', configMembers(configs)),
    writeInterface('ContextTypes', context === undefined ? [] : contextMembers(context.manifest)),
  ])
}

/** What may be named is in @openfeature/core: the keys of each type, and nothing of the values. */
function writeOpenFeatureTypes({ flags }: CheckedManifests): string {
  const all = sortedManifests(flags)
  const keysOf = (type: FlagType) =>
    union(all.filter((flag) => flag.type === type).map(({ metadata }) => literal(metadata.name)))
  return (
    SKIP_LIB_CHECK +
    writeModule('@openfeature/core', [
      `export type BooleanFlagKey = ${printType(keysOf('boolean'))}\n`,
      `export type StringFlagKey = ${printType(keysOf('string'))}\n`,
      `export type NumberFlagKey = ${printType(keysOf('number'))}\n`,
      `export type ObjectFlagKey = ${printType(keysOf('object'))}\n`,
    ])
  )
}

function writeModule(name: string, declarations: readonly string[]): string {
  return `// prettier-ignore\ndeclare module '${name}' {\n${indent(declarations.join('\n'))}}\n`
}

function writeInterface(name: string, members: readonly Member[]): string {
  return members.length === 0
    ? `interface ${name} {}\n`
    : `interface ${name} {\n${indent(printMembers(members))}}\n`
}
