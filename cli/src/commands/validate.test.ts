import { join } from 'node:path'
import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const FLAG = 'flags/checkout-redesign.yaml'

/** The flag of aConfigRepository, with a rule that serves a variant it does not have. */
const broken = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: checkout-redesign
spec:
  type: boolean
  defaultVariant: off
  rules:
    - name: staff
      if: $endsWith(email, "@example.com")
      serve: onn
  environments:
    production:
      state: ENABLED
`

describe('validate', () => {
  it('says what was checked when nothing is wrong', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['validate'], host)).toBe(0)
    expect(host.out()).toBe('✓ 1 flag, 0 segments, 0 configs, 1 environment, 0 tests: valid (0 ms)\n')
    expect(host.err()).toBe('')
  })

  it('shows the place of a mistake, and fails', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, broken).files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['validate'], host)).toBe(1)
    expect(host.out()).toContain(`${FLAG}:11:14`)
    expect(host.out()).toContain('11 │       serve: onn\n     │              ^^^')
    expect(host.out()).toMatch(/\n✗ 1 error; this would not be served \(0 ms\)\n$/)
  })

  it('warns of a flag that was meant to be gone, and does not fail', async () => {
    const lifecycle = 'spec:\n  lifecycle:\n    purpose: release\n    expires: 2026-11-30'
    const expiring = broken.replace('onn', 'on').replace('spec:', lifecycle)
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, expiring).files())
    const clock = { now: () => Date.parse('2026-12-01T00:00:00Z'), schedule: () => () => undefined }
    const host = fakeHost({ cwd: tree.path, clock })
    expect(await run(['validate'], host)).toBe(0)
    expect(host.out()).toContain('8 │     expires: 2026-11-30')
    expect(host.out()).toContain('valid, with 1 warning')
  })

  it('calls files from where it runs', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, broken).files())
    const inside = fakeHost({ cwd: join(tree.path, 'flags') })
    await run(['validate'], inside)
    expect(inside.out()).toMatch(/^checkout-redesign.yaml\n/)

    const above = fakeHost({ cwd: join(tree.path, '..') })
    await run(['validate', tree.path], above)
    expect(above.out()).toMatch(/^evenkeel-\w+\/flags\/checkout-redesign.yaml\n/)
  })

  it('prints JSON for programs', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, broken).files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['validate', '--format', 'json'], host)).toBe(1)
    expect(JSON.parse(host.out())).toMatchObject({
      issues: [{ severity: 'error', file: FLAG, line: 11, column: 14, path: 'spec.rules[0].serve' }],
      summary: { valid: false, errors: 1, warnings: 0, checked: null },
    })
  })

  it('counts in JSON what is valid', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['validate', '--format', 'json'], host)).toBe(0)
    const checked = { flags: 1, segments: 0, configs: 0, environments: 1, tests: 0 }
    expect(JSON.parse(host.out())).toEqual({
      issues: [],
      summary: { valid: true, errors: 0, warnings: 0, checked },
    })
  })

  it('annotates the pull request, naming files from the top of the checkout', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, broken).files())
    const env = { GITHUB_WORKSPACE: join(tree.path, '..') }
    const host = fakeHost({ cwd: tree.path, env })
    expect(await run(['validate', '--format', 'github'], host)).toBe(1)
    expect(host.out()).toMatch(
      /^::error file=evenkeel-\w+\/flags\/checkout-redesign.yaml,line=11,col=14,title=/,
    )
    expect(host.out()).toMatch(/\n✗ 1 error; [^\n]*\n$/)
  })

  it('does not fail for a warning', async () => {
    const compared = broken
      .replace('$endsWith(email, "@example.com")', 'email = username')
      .replace('onn', 'on')
    await using tree = await fakeWorkTree(aConfigRepository().withFile(FLAG, compared).files())
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['validate'], host)).toBe(0)
    expect(host.out()).toContain('warning: ')
    expect(host.out()).toContain('valid, with 1 warning')
  })

  it('uses colours where they are wanted', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const host = fakeHost({ cwd: tree.path, env: { FORCE_COLOR: '1' } })
    await run(['validate'], host)
    expect(host.out()).toContain('\u001b[32m✓\u001b[39m')
  })
})
