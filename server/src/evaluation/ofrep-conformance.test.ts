import type { Clock } from '@evenkeel/core/clock'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceSnapshots } from '../../../test/conformance/conformance-snapshots.ts'
import type { ConformanceCase } from '../../../test/conformance/load-conformance-files.ts'
import { loadConformanceFiles } from '../../../test/conformance/load-conformance-files.ts'
import { aSnapshotService } from '../snapshots/a-snapshot-service.ts'
import { asPrepared } from '../snapshots/as-prepared.ts'
import { anApp, bearer } from '../snapshots/serving/an-app.ts'
import { SnapshotService } from '../snapshots/snapshot-service.ts'
import { FakeOfrepMetrics } from './fake-ofrep-metrics.ts'
import { OfrepService } from './ofrep-service.ts'
import { OfrepController } from './ofrep.controller.ts'

const ANY_TIME = '2026-06-01T00:00:00Z'
const FRAME_BYTES = 512 * 1024

/**
 * What OFREP cannot be asked: a type, which the provider checks; the empty key, as the key is a part of the path; a
 * targeting key that is no string.
 */
const canAsk = ({ flag, context, expect: { errorCode } }: ConformanceCase) =>
  errorCode !== 'TYPE_MISMATCH' &&
  flag !== '' &&
  ['string', 'undefined'].includes(typeof context['targetingKey'])

describe.each(loadConformanceFiles())('over OFREP, $topic: $description', (file) => {
  let nowMs = 0
  let app: NestFastifyApplication

  beforeAll(async () => {
    const clock: Clock = { now: () => nowMs, schedule: () => () => undefined }
    const { service } = aSnapshotService(clock)
    const snapshots = await conformanceSnapshots(file)
    await service.install(
      Array.from(snapshots.values(), (snapshot) => asPrepared(snapshot, { frameBytes: FRAME_BYTES })),
      'commit',
    )
    app = await anApp(
      [OfrepController],
      [
        { provide: SnapshotService, useValue: service },
        { provide: OfrepService, useValue: new OfrepService(clock, new FakeOfrepMetrics()) },
      ],
    )
  })

  afterAll(() => app.close())

  const ask = async ({ environment, context }: ConformanceCase, path: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/ofrep/v1/evaluate/flags${path}`,
      headers: bearer(`${environment}-service`),
      payload: { context },
    })
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }

  it.each(file.cases.filter(canAsk))('$name', async (one) => {
    nowMs = Date.parse(one.at ?? ANY_TIME)
    const { value, variant, reason, errorCode, flagMetadata } = one.expect

    const { status, body } = await ask(one, `/${encodeURIComponent(one.flag)}`)

    if (errorCode !== undefined) {
      expect([status, body['errorCode']]).toEqual([404, errorCode])
      return
    }
    expect(status).toBe(200)
    expect(body).toMatchObject({ key: one.flag, reason })
    expect({ value: body['value'], variant: body['variant'] ?? null }).toEqual({ value, variant })
    const metadata = body['metadata'] as Record<string, unknown>
    for (const [key, held] of Object.entries(flagMetadata)) expect(metadata[key] ?? null).toBe(held)

    const { flags } = (await ask(one, '')).body as { readonly flags: readonly { readonly key: string }[] }
    expect(flags.find(({ key }) => key === one.flag)).toEqual(body)
  })
})
