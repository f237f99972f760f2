import type { Hello } from '@evenkeel/core/protocol'

/** For tests: what instance `shop-1` of service `shop` says before it has a snapshot. */
export const aHello: Hello = {
  type: 'hello',
  sdk: { name: '@evenkeel/sdk', version: '0.1.0' },
  formats: [1],
  limits: { frameBytes: 1_048_576, payloadBytes: 8_388_608 },
  instance: 'shop-1',
  labels: { service: 'shop' },
}
