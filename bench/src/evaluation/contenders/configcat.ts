import { randomBytes } from 'node:crypto'
import type { IConfigCatClientSnapshot, IUser } from '@configcat/sdk'
import { getClient, PollingMode } from '@configcat/sdk'
import type { Contender } from '../contender.ts'
import type { BenchContext, FlagKind } from '../workloads.ts'
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
} from '../workloads.ts'

/** The numbers that the config JSON (v6) has for setting types, comparators and segment comparators. */
const BOOLEAN = 0
const STRING = 1
const TEXT_IS_ONE_OF = 0
const SEMVER_AT_LEAST = 9
const TEXT_EQUALS = 28
const IS_IN_SEGMENT = 0

const value = (held: boolean | string) => ({
  v: typeof held === 'boolean' ? { b: held } : { s: held },
  i: String(held),
})
const json = (held: unknown) => value(JSON.stringify(held))
const condition = (a: string, c: number, more: object) => ({ u: { a, c, ...more } })

const tiers = (rules: typeof TENANT_RULES) => ({
  t: STRING,
  ...value(NO_TIER),
  r: rules.map(([tenant, tier]) => ({
    c: [condition('tenant', TEXT_EQUALS, { s: tenant })],
    s: value(tier),
  })),
})

const SETTINGS: Readonly<Record<FlagKind, object>> = {
  W1: { t: BOOLEAN, ...value(true) },
  W2: {
    t: BOOLEAN,
    ...value(false),
    r: [
      {
        c: [
          condition('plan', TEXT_EQUALS, { s: 'pro' }),
          condition('Country', TEXT_IS_ONE_OF, { l: COUNTRIES }),
          condition('appVersion', SEMVER_AT_LEAST, { s: LEAST_VERSION }),
        ],
        s: value(true),
      },
    ],
  },
  W3: {
    t: BOOLEAN,
    ...value(false),
    p: [
      { p: PERCENT, ...value(true) },
      { p: 100 - PERCENT, ...value(false) },
    ],
  },
  W3s: {
    t: STRING,
    ...value('control'),
    p: SPLIT.map(([variant, weight]) => ({ p: weight, ...value(variant) })),
  },
  W4: tiers(TENANT_RULES),
  'three-rules': tiers(THREE_RULES),
  W5: {
    t: STRING,
    ...json(OTHERS_VALUE),
    r: [{ c: [{ s: { s: 0, c: IS_IN_SEGMENT } }], s: json(MEMBERS_VALUE) }],
  },
}

export const CONFIGCAT: Contender = {
  name: 'ConfigCat',
  package: '@configcat/sdk',
  setup:
    '`client.snapshot().getValue(key, default, user)`, the snapshot taken once; the config from a custom cache, offline; comparisons in clear text; it has no object flags, so JSON text is parsed by the caller; membership as a segment',
  write: (flags) =>
    JSON.stringify({
      p: { u: 'https://cdn-global.configcat.com', r: 0, s: 'salt' },
      s: [{ n: 'members', r: [{ a: 'Identifier', c: TEXT_IS_ONE_OF, l: MEMBERS }] }],
      f: Object.fromEntries(flags.map(({ key, kind }) => [key, SETTINGS[kind]])),
    }),
  start: async (text) => {
    const snapshot = await loadSnapshot(text)
    return {
      boolean: (key, context) => {
        const user = userOf(context)
        return () => snapshot.getValue(key, false, user)
      },
      string: (key, context) => {
        const user = userOf(context)
        return () => snapshot.getValue(key, '', user)
      },
      object: (key, context) => {
        const user = userOf(context)
        return (): unknown => JSON.parse(snapshot.getValue(key, '{}', user))
      },
    }
  },
}

async function loadSnapshot(config: string): Promise<IConfigCatClientSnapshot> {
  // As its cache keeps it: when it was fetched, its ETag, and the config.
  const cached = `${Date.now()}\netag\n${config}`
  // The package keeps one client for each SDK key.
  const client = getClient(
    `configcat-sdk-1/${randomSdkKeyPart()}/${randomSdkKeyPart()}`,
    PollingMode.ManualPoll,
    {
      cache: { get: () => cached, set: () => undefined },
      offline: true,
      logger: null,
    },
  )
  await client.waitForReady()
  return client.snapshot()
}

/** 22 characters. */
function randomSdkKeyPart(): string {
  return randomBytes(11).toString('hex')
}

function userOf({ targetingKey, country, ...custom }: BenchContext): IUser {
  return { identifier: targetingKey, country, custom }
}
