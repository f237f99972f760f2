import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const flagTest = (variant: string) => `apiVersion: evenkeel/v1
kind: FlagTest
metadata:
  name: checkout-redesign
spec:
  flag: checkout-redesign
  cases:
    - name: staff see it
      environment: production
      context:
        targetingKey: u-1
        email: kim@example.com
      expect:
        variant: ${variant}
`

const withTest = (variant: string) => aConfigRepository().withFile('tests/a.yaml', flagTest(variant)).files()

describe('test', () => {
  it('runs every case', async () => {
    await using tree = await fakeWorkTree(withTest('on'))
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['test'], host)).toBe(0)
    expect(host.out()).toBe('✓ tests/a.yaml 1 case\n\n✓ 1 passed in 1 file (0 ms)\n')
  })

  it('fails for a case that does not hold, saying what was expected and what came', async () => {
    await using tree = await fakeWorkTree(withTest('off'))
    const host = fakeHost({ cwd: '/' })
    expect(await run(['test', tree.path], host)).toBe(1)
    expect(host.out()).toContain('checkout-redesign: staff see it')
    expect(host.out()).toContain('/tests/a.yaml:8:7')
    expect(host.out()).toContain('expected  off')
    expect(host.out()).toContain('actual    on (TARGETING_MATCH, rule staff)')
    expect(host.out()).toContain('✗ 1 failed, 0 passed')
  })

  it('cannot run while the documents are broken, and says why', async () => {
    await using tree = await fakeWorkTree(
      aConfigRepository().withFile('flags/b.yaml', 'apiVersion: evenkeel/v1\nkind: Flga\n').files(),
    )
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['test'], host)).toBe(1)
    expect(host.out()).toBe('')
    expect(host.err()).toContain('flags/b.yaml:2:')
    expect(host.err()).toContain('error: no test can run before these issues are put right')
  })

  it('passes where there is no test yet', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['test'], host)).toBe(0)
    expect(host.out()).toContain('there are no flag tests yet')
  })
})
