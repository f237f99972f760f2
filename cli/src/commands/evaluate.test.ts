import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const STAFF = '{"targetingKey": "u-1", "email": "kim@example.com"}'
const evaluate = ['evaluate', 'checkout-redesign', '--env', 'production']

const campaign = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: banner
spec:
  type: boolean
  defaultVariant: off
  rules:
    - name: winter
      during:
        from: 2026-12-01T09:00:00+01:00
      serve: on
  environments:
    production:
      state: ENABLED
`

describe('evaluate', () => {
  it('says the value, the variant, the reason and the rule', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run([...evaluate, '--context', STAFF], host)).toBe(0)
    expect(host.out()).toBe(`checkout-redesign in production (${tree.path})

  value    true
  variant  on
  reason   TARGETING_MATCH  rule staff matched
`)
  })

  it('prints the resolution details as JSON, without a revision that nobody published', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run([...evaluate, '--json'], host)).toBe(0)
    expect(JSON.parse(host.out())).toEqual({
      flagKey: 'checkout-redesign',
      environment: 'production',
      evaluatedBy: tree.path,
      value: false,
      variant: 'off',
      reason: 'DEFAULT',
      flagMetadata: {},
    })
  })

  it('evaluates as if it were then', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile('flags/banner.yaml', campaign).files())
    const variantAt = async (at: string) => {
      const host = fakeHost({ cwd: tree.path })
      await run(['evaluate', 'banner', '--env', 'production', '--json', '--at', at], host)
      return (JSON.parse(host.out()) as { variant: string }).variant
    }
    expect(await variantAt('2026-12-01T08:59:59+01:00')).toBe('off')
    expect(await variantAt('2026-12-01T08:00:00Z')).toBe('on')
  })

  it('evaluates now where nothing else is said', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile('flags/banner.yaml', campaign).files())
    const clock = { now: () => Date.parse('2027-01-01T00:00:00Z'), schedule: () => () => undefined }
    const host = fakeHost({ cwd: tree.path, clock })
    await run(['evaluate', 'banner', '--env', 'production'], host)
    expect(host.out()).toContain('rule winter matched')
  })

  it.each([
    [
      ['evaluate', 'chekout-redesign', '--env', 'production'],
      'there is no flag chekout-redesign\nhint: did you mean checkout-redesign?',
    ],
    [
      ['evaluate', 'checkout-redesign', '--env', 'qa'],
      'there is no environment qa\nhint: environments: production',
    ],
    [['evaluate', 'checkout-redesign', '--env', 'produktion'], 'hint: did you mean production?'],
  ])('hints at the name that was meant: %j', async (argv, message) => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(argv, host)).toBe(2)
    expect(host.err()).toContain(message)
  })

  it('refuses a tree that would not be served', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile('flags/b.yaml', '{').files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(evaluate, host)).toBe(1)
    expect(host.err()).toContain('error: the work tree would be refused')
    expect(host.out()).toBe('')
  })

  it('asks a server with --url, or where the environment names one', async () => {
    const asked: string[] = []
    const answering: typeof fetch = (url, init) => {
      asked.push(`${(url as URL).href} ${JSON.stringify(init?.headers)}`)
      return Promise.resolve(Response.json({ value: true, variant: 'on', reason: 'SPLIT', metadata: {} }))
    }
    const env = { EVENKEEL_URL: 'https://flags.example.com', EVENKEEL_TOKEN: 'ek_from_env' }
    const host = fakeHost({ fetch: answering, env })
    expect(await run(evaluate, host)).toBe(0)
    expect(await run([...evaluate, '--url', 'https://other.example.com', '--token', 'ek_given'], host)).toBe(
      0,
    )
    expect(asked[0]).toMatch(/^https:\/\/flags.example.com.*Bearer ek_from_env/)
    expect(asked[1]).toMatch(/^https:\/\/other.example.com.*Bearer ek_given/)
    expect(host.out()).toContain('checkout-redesign in production (https://flags.example.com)')
  })

  it('reads the folder that is named, whatever server the environment names', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ env: { EVENKEEL_URL: 'https://flags.example.com' } })
    expect(await run(['evaluate', 'checkout-redesign', tree.path, '--env', 'production'], host)).toBe(0)
  })

  it('fails when the server does not know the flag', async () => {
    const unknown: typeof fetch = () =>
      Promise.resolve(Response.json({ key: 'x', errorCode: 'FLAG_NOT_FOUND' }, { status: 404 }))
    const host = fakeHost({ fetch: unknown })
    expect(await run([...evaluate, '--url', 'https://flags.example.com'], host)).toBe(1)
    expect(host.out()).toContain('FLAG_NOT_FOUND: the server answers FLAG_NOT_FOUND')
  })
})
