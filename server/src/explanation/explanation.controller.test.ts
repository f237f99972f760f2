import { aFlag, aRule, aSnapshot, fakeClock } from '@evenkeel/test/support'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asPrepared } from '../snapshots/as-prepared.ts'
import { anApp, bearer } from '../snapshots/serving/an-app.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { ExplanationService } from './explanation-service.ts'
import { ExplanationController } from './explanation.controller.ts'

const NOW = Date.parse('2026-11-01T00:00:00Z')
const CHRISTMAS = Date.parse('2026-12-24T00:00:00Z')

const snapshot = {
  ...aSnapshot({
    flags: {
      checkout: aFlag({
        rules: [aRule({ name: 'staff', if: ['$endsWith', ['.', 'email'], '@example.com'] })],
      }),
      beta: aFlag({
        rules: [
          aRule({
            name: 'testers',
            if: ['$segment', 'testers'],
            bucketing: { by: ['email'], seed: 'beta', percent: 99_999 },
          }),
        ],
      }),
      banner: aFlag({ rules: [aRule({ name: 'christmas', during: { from: CHRISTMAS } })] }),
    },
    segments: {
      testers: { by: ['email'], include: ['ada@secret.example'], exclude: [] },
    },
  }),
  privateAttributes: ['email'],
}

describe('POST /v1/environments/{environment}/explain', () => {
  let app: NestFastifyApplication

  beforeEach(async () => {
    const clock = fakeClock(NOW)
    const { service } = aSnapshotService(clock)
    await service.install([asPrepared(snapshot)], 'commit')
    app = await anApp(
      [ExplanationController],
      [
        { provide: SnapshotService, useValue: service },
        { provide: ExplanationService, useValue: new ExplanationService(clock) },
      ],
    )
  })

  afterEach(() => app.close())

  const ask = (payload: object | string, token = 'an-operator', environment = 'production') =>
    app.inject({
      method: 'POST',
      url: `/v1/environments/${environment}/explain`,
      headers: { ...bearer(token), 'content-type': 'application/json' },
      payload,
    })

  it('says of every rule whether it matched, without showing what is private', async () => {
    const answer = await ask({ flag: 'checkout', context: { email: 'ada@secret.example' } })

    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toMatchObject({
      flag: 'checkout',
      environment: 'production',
      at: '2026-11-01T00:00:00.000Z',
      decidedBy: 'default',
      details: { value: false, reason: 'DEFAULT' },
      rules: [
        {
          name: 'staff',
          outcome: 'not-matched',
          failedAt: 'if',
          if: { decidedBy: { result: false, values: [{ path: 'email', found: 'private' }] } },
        },
      ],
    })
    expect(answer.body).not.toContain('secret')
  })

  it('draws buckets and looks into lists by what is private without showing it', async () => {
    const answer = await ask({ flag: 'beta', context: { email: 'ada@secret.example' } })

    expect(answer.json()).toMatchObject({
      decidedBy: 'rule',
      rules: [{ name: 'testers', outcome: 'matched', percent: { key: { path: 'email', found: 'private' } } }],
      segments: [{ name: 'testers', decidedBy: 'include', key: { path: 'email', found: 'private' } }],
    })
    expect(answer.body).not.toContain('secret')
  })

  it('explains the instant it is asked about', async () => {
    const asked = { flag: 'banner', at: '2026-12-24T01:00:00+01:00' }

    expect((await ask({ flag: 'banner' })).json()).toMatchObject({ decidedBy: 'default' })
    expect((await ask(asked)).json()).toMatchObject({ decidedBy: 'rule', at: '2026-12-24T00:00:00.000Z' })
  })

  it('explains a flag that is not served as just that', async () => {
    expect((await ask({ flag: 'gone' })).json()).toMatchObject({
      decidedBy: 'flag-not-found',
      details: { reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' },
    })
  })

  it.each([
    ['[]', 'The body is not an object'],
    ['null', 'The body is not an object'],
    ['{}', '"flag" is not a string'],
    ['{"flag":"checkout","context":[]}', '"context" is not an object'],
    ['{"flag":"checkout","at":"2026-12-24"}', '"at" is not an instant'],
    ['{"flag":"checkout","at":7}', '"at" is not an instant'],
    [`{"flag":"checkout","context":{"a":${'['.repeat(33)}${']'.repeat(33)}}}`, 'nested more than 32 deep'],
  ])('refuses %s', async (payload, detail) => {
    const answer = await ask(payload)

    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'malformed-question' })
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
  })

  it('is for who may see the rules there', async () => {
    const status = async (token: string, environment?: string) =>
      (await ask({ flag: 'checkout' }, token, environment)).statusCode

    expect(await status('production-service')).toBe(200)
    expect(await status('an-admin')).toBe(200)
    expect(await status('staging-service')).toBe(403)
    expect(await status('production-browser')).toBe(403)
    expect(await status('nobody')).toBe(401)
    expect(await status('an-operator', 'nowhere')).toBe(404)
  })
})
