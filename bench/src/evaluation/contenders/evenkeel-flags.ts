import { createHash } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'
import type { FileTree } from '@evenkeel/core/admission'
import { admitTree } from '@evenkeel/core/admission'
import { compileSnapshot } from '@evenkeel/core/compilation'
import type { DeflateBlock, Snapshot } from '@evenkeel/core/snapshot'
import type { BenchFlag, FlagKind } from '../workloads.ts'
import {
  COUNTRIES,
  LEAST_VERSION,
  MEMBERS,
  MEMBERS_VALUE,
  NO_TIER,
  OTHERS_VALUE,
  PERCENT,
  SPLIT,
  TENANT_RULES,
  THREE_RULES,
  TIERS,
} from '../workloads.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const deflateBlock: DeflateBlock = (bytes, { final, dictionary }) =>
  deflateRawSync(bytes, { finishFlush: final ? constants.Z_FINISH : constants.Z_FULL_FLUSH, dictionary })

const tiers = (rules: typeof TENANT_RULES) => ({
  type: 'string',
  variants: Object.fromEntries(TIERS.map((tier) => [tier, tier])),
  defaultVariant: NO_TIER,
  rules: rules.map(([tenant, tier]) => ({ name: tenant, if: `tenant = "${tenant}"`, serve: tier })),
})

/** Everything under `spec`, as JSON, which is YAML. */
const SPECS: Readonly<Record<FlagKind, object>> = {
  W1: { type: 'boolean', defaultVariant: 'on' },
  W2: {
    type: 'boolean',
    defaultVariant: 'off',
    rules: [
      {
        name: 'pro-users-of-recent-apps',
        if: `plan = "pro" and country in ${JSON.stringify(COUNTRIES)} and $semver(appVersion, ">=${LEAST_VERSION}")`,
        serve: 'on',
      },
    ],
  },
  W3: {
    type: 'boolean',
    defaultVariant: 'off',
    rules: [{ name: 'ramp', percent: PERCENT, serve: 'on' }],
  },
  W3s: {
    type: 'string',
    variants: Object.fromEntries(SPLIT.map(([variant]) => [variant, variant])),
    defaultVariant: 'control',
    rules: [{ name: 'wording', split: SPLIT.map(([variant, weight]) => ({ variant, weight })) }],
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    type: 'object',
    variants: { members: MEMBERS_VALUE, others: OTHERS_VALUE },
    defaultVariant: 'others',
    rules: [{ name: 'members', if: '$segment("members")', serve: 'members' }],
  },
}

/** The flags by the whole way that a commit goes: manifests, admission, one environment's snapshot. */
export async function compileFlags(flags: readonly BenchFlag[]): Promise<Snapshot> {
  const admission = await admitTree(treeOf(flags), { sha256, deflateBlock })
  if (admission.manifests === undefined) throw new Error(JSON.stringify(admission.issues, null, 2))
  return compileSnapshot({
    manifests: admission.manifests,
    environment: 'production',
    commit: '0'.repeat(40),
    epoch: 1,
    sequence: 1,
    sha256,
  })
}

function treeOf(flags: readonly BenchFlag[]): FileTree {
  const production = { environments: { production: { state: 'ENABLED' } } }
  const documents = new Map([
    ['evenkeel.yaml', documentOf('Repository', 'bench', {})],
    ['environments/production.yaml', documentOf('Environment', 'production', {})],
    ['segments/members.yaml', documentOf('Segment', 'members', { include: MEMBERS })],
    ...flags.map(
      ({ key, kind }) =>
        [`flags/${key}.yaml`, documentOf('Flag', key, { ...SPECS[kind], ...production })] as const,
    ),
  ])
  const encoder = new TextEncoder()
  const files = new Map([...documents].map(([path, text]) => [path, encoder.encode(text)]))
  return {
    list: () =>
      Promise.resolve([...files].map(([path, { length: bytes }]) => ({ path, type: 'file', bytes }))),
    read: ({ path }) => Promise.resolve(files.get(path) ?? new Uint8Array()),
  }
}

function documentOf(kind: string, name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'evenkeel/v1', kind, metadata: { name }, spec }, null, 2)
}
