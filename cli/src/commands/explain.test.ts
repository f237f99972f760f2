import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const CONTEXT = `apiVersion: evenkeel/v1
kind: Context
metadata:
  name: shop
spec:
  attributes:
    email:
      type: string
      private: true
`
const repository = aConfigRepository().withFile('context.yaml', CONTEXT)
const EXPLAIN = ['explain', 'checkout-redesign', '--env', 'production']

describe('explain', () => {
  it('says of every rule what decided, and shows nothing private', async () => {
    await using tree = await fakeWorkTree(repository.files())
    const host = fakeHost({ cwd: tree.path })

    expect(await run([...EXPLAIN, '--context', '{"email": "ada@secret.example"}'], host)).toBe(0)

    expect(host.out()).toContain('checkout-redesign in production (')
    expect(host.out()).toContain('reason   DEFAULT  no rule matched: the default variant\n')
    expect(host.out()).toContain(
      '  ✗ staff  not matched: its condition does not hold\n      if  $endsWith(email, "@example.com")\n          it is false: email is private\n',
    )
    expect(host.out()).not.toContain('secret')
  })

  it('prints JSON of core’s explanation, without a revision that a folder does not have', async () => {
    await using tree = await fakeWorkTree(repository.files())
    const host = fakeHost({ cwd: tree.path })

    expect(await run([...EXPLAIN, '--json', '--at', '2026-12-01T09:00:00+01:00'], host)).toBe(0)

    expect(JSON.parse(host.out())).toMatchObject({
      explainedBy: tree.path,
      flag: 'checkout-redesign',
      at: '2026-12-01T08:00:00.000Z',
      details: { flagMetadata: {} },
      rules: [{ name: 'staff', outcome: 'not-matched' }],
    })
    expect(host.out()).not.toContain('"revision"')
  })

  it('hints at the name that was meant', async () => {
    await using tree = await fakeWorkTree(repository.files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['explain', 'chekout-redesign', '--env', 'production'], host)).toBe(2)
    expect(host.err()).toContain('did you mean checkout-redesign?')
  })

  it('asks a server, for an instant too', async () => {
    const asked: string[] = []
    const answering: typeof fetch = (url, init) => {
      asked.push(`${(url as URL).href} ${init?.body as string}`)
      return Promise.resolve(
        Response.json({
          flag: 'checkout-redesign',
          environment: 'production',
          at: '2026-12-01T08:00:00.000Z',
          details: { value: true, variant: 'on', reason: 'STATIC', flagMetadata: { revision: '1.7' } },
          decidedBy: 'default',
          prerequisites: [],
          rules: [],
          segments: [],
        }),
      )
    }
    const env = { EVENKEEL_URL: 'https://flags.example.com', EVENKEEL_TOKEN: 'ek_x' }
    const host = fakeHost({ fetch: answering, env })
    const at = ['--at', '2026-12-01T09:00:00+01:00']

    expect(await run([...EXPLAIN, '--context', '{"plan":"pro"}', ...at], host)).toBe(0)

    expect(asked).toEqual([
      'https://flags.example.com/v1/environments/production/explain {"flag":"checkout-redesign","context":{"plan":"pro"},"at":"2026-12-01T08:00:00.000Z"}',
    ])
    expect(host.out()).toMatch(/^checkout-redesign in production \(https:.*, at 2026-12-01T08:00:00.000Z\)\n/)
  })

  it('fails when the server does not know the flag, and says what the server refuses', async () => {
    const details = { value: null, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND', flagMetadata: {} }
    const answer = { flag: 'x', environment: 'production', at: '', decidedBy: 'flag-not-found', details }
    const unknown = Response.json({ ...answer, prerequisites: [], rules: [], segments: [] })
    const refused = Response.json({ detail: 'The token "web" is of kind sdk-client.' }, { status: 403 })
    const foreign = Response.json({ hello: 'world' })
    const asking = async (response: Response) => {
      const host = fakeHost({ fetch: () => Promise.resolve(response) })
      const code = await run([...EXPLAIN, '--url', 'https://flags.example.com'], host)
      return { code, said: host.out() + host.err() }
    }

    expect(await asking(unknown)).toMatchObject({
      code: 1,
      said: expect.stringContaining('FLAG_NOT_FOUND') as string,
    })
    expect(await asking(foreign)).toEqual({
      code: 70,
      said: 'error: https://flags.example.com answers 200 without an explanation: is it an evenkeel server?\n',
    })
    expect(await asking(refused)).toEqual({
      code: 70,
      said: 'error: https://flags.example.com does not let this token explain flags in production: The token "web" is of kind sdk-client.\n',
    })
  })
})
