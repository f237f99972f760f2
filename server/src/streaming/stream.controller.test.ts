import { streamPath } from '@evenkeel/core/protocol'
import { expect, it } from 'vitest'
import { anApp, bearer } from '../snapshots/serving/an-app.ts'
import { StreamController } from './stream.controller.ts'

it('a stream that is asked for without an upgrade is answered with how to ask', async () => {
  const app = await anApp([StreamController], [])
  const answer = await app.inject({ url: streamPath('production'), headers: bearer('production-service') })
  expect(answer.statusCode).toBe(426)
  expect(answer.json()).toMatchObject({
    code: 'upgrade-required',
    detail: expect.stringContaining('the subprotocol evenkeel.v1') as string,
  })
  await app.close()
})
