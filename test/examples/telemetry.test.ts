import type { Hook } from '@evenkeel/sdk'
import { createClient } from '@evenkeel/sdk'
import type { Exposure } from '@evenkeel/sdk/telemetry'
import { evaluationEvents, exposures } from '@evenkeel/sdk/telemetry'
import { inMemorySource } from '@evenkeel/sdk/testing'
import { aFlag, aRule, aSnapshot } from '@evenkeel/test/support'
import { logs } from '@opentelemetry/api-logs'
import { expect, it } from 'vitest'

const shop = aSnapshot({
  flags: {
    'checkout-redesign': aFlag({
      rules: [
        aRule({
          name: 'half',
          bucketing: { by: ['targetingKey'], seed: 'checkout-redesign', percent: 50_000 },
        }),
      ],
    }),
  },
})

it('a hook of your own sees every evaluation', () => {
  const counted: unknown[] = []
  const metrics = { count: (name: string, labels: object) => counted.push([name, labels]) }
  const source = inMemorySource(shop)

  const counting: Hook = {
    finally({ flagKey }, { variant = 'none', reason }) {
      metrics.count('flag_evaluations', { flagKey, variant, reason })
    },
  }
  const client = createClient({ source, hooks: [counting] })

  client.getBoolean('checkout-redesign', false)
  expect(counted).toEqual([
    ['flag_evaluations', { flagKey: 'checkout-redesign', variant: 'off', reason: 'DEFAULT' }],
  ])
})

it('OpenTelemetry and the warehouse hear of evaluations and exposures, the last of them when the client closes', async () => {
  const inserted: Exposure[] = []
  const warehouse = {
    insert: (rows: readonly Exposure[]) => {
      inserted.push(...rows)
      return Promise.resolve()
    },
  }
  const source = inMemorySource(shop)

  const client = createClient({
    source,
    hooks: [
      evaluationEvents({ otelLogger: logs.getLogger('evenkeel') }),
      exposures({ send: (batch) => warehouse.insert(batch.exposures) }),
    ],
  })

  for (let n = 0; n < 10; n++) client.getBoolean('checkout-redesign', false, { targetingKey: `u-${n}` })
  await client.close()
  expect(inserted.length).toBeGreaterThan(0)
  expect(inserted[0]).toMatchObject({ flag: 'checkout-redesign', variant: 'on', ruleName: 'half' })
})
