import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAuthenticWebhook } from './webhook-signature.ts'

const SECRET = "It's a Secret to Everybody"
const BODY = Buffer.from('Hello, World!')
/** The test vector of GitHub's documentation, "Validating webhook deliveries". */
const HEX = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
const NOW_MS = 1_700_000_000_000

const isAuthentic = (
  headers: Record<string, string>,
  { body = BODY, secret = SECRET, nowMs = NOW_MS } = {},
) => isAuthenticWebhook({ headers, body }, secret, nowMs)

describe('a webhook delivery', () => {
  it.each([
    ['GitHub', 'x-hub-signature-256', `sha256=${HEX}`],
    ['Bitbucket', 'x-hub-signature', `sha256=${HEX}`],
    ['Gitea', 'x-gitea-signature', HEX],
    ['Forgejo', 'x-forgejo-signature', HEX],
    ['GitLab with a secret token', 'x-gitlab-token', SECRET],
  ])('of %s is authentic as %s', (_, name, value) => {
    expect(isAuthentic({ [name]: value })).toBe(true)
    expect(isAuthentic({ [name]: `${value}0` })).toBe(false)
    expect(isAuthentic({ [name]: value.slice(1) })).toBe(false)
    expect(isAuthentic({ [name]: '' })).toBe(false)
    expect(isAuthentic({ [name]: value }, { secret: 'another' })).toBe(false)
  })

  it.each(['x-hub-signature-256', 'x-hub-signature', 'x-gitea-signature', 'x-forgejo-signature'])(
    'whose body was changed is not authentic, whatever %s says',
    (name) => {
      const body = Buffer.from('Hello, world!')
      expect(isAuthentic({ [name]: `sha256=${HEX}` }, { body })).toBe(false)
      expect(isAuthentic({ [name]: HEX }, { body })).toBe(false)
    },
  )

  it('without any signature is not authentic', () => {
    expect(isAuthentic({})).toBe(false)
  })

  it('signed with SHA-1, as GitHub did before 2020, is not authentic', () => {
    const sha1 = createHmac('sha1', SECRET).update(BODY).digest('hex')
    expect(isAuthentic({ 'x-hub-signature': `sha1=${sha1}` })).toBe(false)
  })

  it('with one good signature among others is authentic', () => {
    expect(isAuthentic({ 'x-hub-signature': 'sha1=0', 'x-gitea-signature': HEX })).toBe(true)
  })

  describe('by Standard Webhooks, as of GitLab with a signing token,', () => {
    /** The example of the specification's own libraries. */
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const body = Buffer.from('{"test": 2432232314}')
    const nowMs = 1_614_265_330_000
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }

    it('is authentic', () => {
      expect(isAuthentic(headers, { body, secret, nowMs })).toBe(true)
    })

    it('is authentic with one good signature among several', () => {
      const several = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']} v1a,BBBB` }
      expect(isAuthentic(several, { body, secret, nowMs })).toBe(true)
    })

    it('is authentic with a secret of plain text', () => {
      const signature = createHmac('sha256', SECRET).update(`id.1700000000.Hello, World!`).digest('base64')
      const plain = {
        'webhook-id': 'id',
        'webhook-timestamp': '1700000000',
        'webhook-signature': `v1,${signature}`,
      }
      expect(isAuthentic(plain)).toBe(true)
    })

    it('is not authentic five minutes later or earlier', () => {
      for (const seconds of [-301, 301]) {
        expect(isAuthentic(headers, { body, secret, nowMs: nowMs + seconds * 1000 })).toBe(false)
      }
      expect(isAuthentic(headers, { body, secret, nowMs: nowMs + 300_000 })).toBe(true)
    })

    it.each([
      ['webhook-id', 'another'],
      ['webhook-timestamp', '1614265331'],
      ['webhook-timestamp', ''],
      ['webhook-timestamp', 'Infinity'],
      ['webhook-signature', 'v1,'],
    ])('is not authentic when %s is %j', (name, value) => {
      expect(isAuthentic({ ...headers, [name]: value }, { body, secret, nowMs })).toBe(false)
    })
  })

  it('is not authentic by anything made up without the secret', () => {
    const name = fc.constantFrom(
      'x-hub-signature-256',
      'x-hub-signature',
      'x-gitea-signature',
      'x-gitlab-token',
      'webhook-signature',
      'webhook-id',
      'webhook-timestamp',
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), fc.uint8Array(), (headers, body) => {
        expect(isAuthenticWebhook({ headers, body }, SECRET, NOW_MS)).toBe(false)
      }),
    )
  })
})
