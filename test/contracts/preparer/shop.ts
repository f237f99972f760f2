import type { Operation } from '@evenkeel/core/compilation'
import { createEvaluator } from '@evenkeel/core/evaluation'
import type { JsonObject } from '@evenkeel/core/json'
import { parseSnapshot } from '@evenkeel/core/snapshot'
import { aFlag, aRule } from '@evenkeel/test/support'
import { type BaseParts } from '../../../server/src/preparation/base/a-base.ts'
import type { Preparation, Stamp } from '../../../server/src/preparation/preparer.ts'

const LIMIT_SCHEMA: JsonObject = {
  type: 'object',
  properties: { limit: { type: 'integer', maximum: 100 } },
}

export const SHOP: BaseParts = {
  flags: {
    banner: aFlag({ prerequisites: [{ flag: 'checkout', variants: ['on'] }], rules: [aRule()] }),
    checkout: aFlag({ rules: [aRule({ name: 'staff' })] }),
    search: aFlag({ state: 'DISABLED' }),
  },
  configs: { payments: { value: { limit: 10, currency: 'EUR' }, schema: LIMIT_SCHEMA } },
}

export const SWITCH_OFF: Operation = { id: 'incident-7', flag: 'checkout', variant: 'off' }

export const aStamp = (parts: Partial<Stamp> = {}): Stamp => ({
  epoch: 3,
  sequence: 8,
  publishedAt: new Date('2026-11-01T12:00:00Z'),
  ...parts,
})

export const textOf = ({ text }: Preparation) => new TextDecoder().decode(text)

export function evaluate(preparation: Preparation, flag: string) {
  const evaluator = createEvaluator({ snapshot: parseSnapshot(textOf(preparation)), now: () => 0 })
  return evaluator.evaluate(flag, 'boolean', false, { targetingKey: 'u-1' })
}
