import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../fake-host.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'

const ARCHIVED = `apiVersion: evenkeel/v1
kind: Flag
metadata: { name: old }
spec:
  type: boolean
  defaultVariant: off
  environments:
    production: { state: ARCHIVED }
`

const NUMBER = `apiVersion: evenkeel/v1
kind: Flag
metadata: { name: checkout-redesign }
spec:
  type: number
  variants: { few: 1, many: 9 }
  defaultVariant: few
  environments:
    production: { state: ENABLED }
`

const json = (kind: string, name: string, spec: object) =>
  JSON.stringify({ apiVersion: 'evenkeel/v1', kind, metadata: { name }, spec })

describe('codegen', () => {
  it('writes one declaration of flags, configs and the context', async () => {
    const repository = aConfigRepository()
      .withFile('flags/old.yaml', ARCHIVED)
      .withFile(
        'flags/a.json',
        json('Flag', 'order', {
          type: 'string',
          description: 'How results are ordered',
          variants: { a: 'price', b: "what's new" },
          defaultVariant: 'a',
        }),
      )
      .withFile(
        'flags/b.json',
        json('Flag', 'text', {
          type: 'string',
          schema: { type: 'string', maxLength: 9 },
          variants: { a: 'hello' },
          defaultVariant: 'a',
        }),
      )
      .withFile(
        'flags/c.json',
        json('Flag', 'size', {
          type: 'number',
          schema: { enum: [10, 20, 30] },
          variants: { a: 10, b: 20 },
          defaultVariant: 'a',
        }),
      )
      .withFile(
        'flags/d.json',
        json('Flag', 'banner', {
          type: 'object',
          variants: { none: {}, sale: { title: 'Sale', sizes: [1, 2] } },
          defaultVariant: 'none',
          environments: { production: { state: 'ENABLED', variants: { none: { title: null }, sale: {} } } },
        }),
      )
      .withFile('configs/c.json', json('Config', 'limits', { schema: { type: 'object' }, value: {} }))
      .withFile(
        'context.json',
        json('Context', 'shop', {
          attributes: {
            email: { type: 'string', private: true },
            'cart.total': { type: 'number' },
            'cart.placed': { type: 'instant', list: true },
          },
        }),
      )
    await using tree = await fakeWorkTree(repository.files())
    const host = fakeHost({ cwd: tree.path })

    expect(await run(['codegen', '--out', 'src/flags.d.ts'], host)).toBe(0)

    expect(host.out()).toBe('✓ wrote src/flags.d.ts: 6 flags, 1 config\n')
    expect(await readFile(join(tree.path, 'src/flags.d.ts'), 'utf8'))
      .toBe(`// Written by \`evenkeel codegen\` from the configuration repository. Do not edit; run it again.
/* eslint-disable */

// prettier-ignore
declare module '@evenkeel/sdk' {
  interface FlagTypes {
    banner: {
      readonly sizes?: readonly number[]
      readonly title?: string | null
    }
    'checkout-redesign': boolean
    /** @deprecated The flag is archived: remove it from the code. */
    old: boolean
    /** How results are ordered */
    order: 'price' | 'what\\'s new'
    size: 10 | 20 | 30
    text: string
  }

  interface ConfigTypes {
    limits: { readonly [key: string]: unknown }
  }

  interface ContextTypes {
    cart?: {
      /** An instant, such as 2026-12-01T09:00:00+01:00. */
      readonly placed?: readonly (string | Date)[]
      readonly total?: number
    }
    /** Private: kept out of logs, events and telemetry. */
    email?: string
  }
}

// prettier-ignore
export {}
`)
  })

  it('declares the keys of each type for OpenFeature', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().withFile('flags/old.yaml', ARCHIVED).files())
    await run(['codegen', '--target', 'openfeature'], fakeHost({ cwd: tree.path }))
    const text = await readFile(join(tree.path, 'evenkeel.d.ts'), 'utf8')
    expect(text).toContain("export type BooleanFlagKey = 'checkout-redesign' | 'old'\n")
    expect(text).toContain('export type StringFlagKey = never\n')
    expect(text).toContain('skipLibCheck')
    expect(text).not.toContain('@evenkeel/sdk')
  })

  it('declares both with `--target both`', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    await run(['codegen', '--target', 'both'], fakeHost({ cwd: tree.path }))
    const text = await readFile(join(tree.path, 'evenkeel.d.ts'), 'utf8')
    expect(text).toContain("declare module '@evenkeel/sdk' {")
    expect(text).toContain("declare module '@openfeature/core' {")
  })

  it('says with --check whether the file is current, and writes nothing', async () => {
    await using tree = await fakeWorkTree(aConfigRepository().files())
    const check = async () => {
      const host = fakeHost({ cwd: tree.path })
      return [await run(['codegen', '--check'], host), host.out()]
    }
    const outOfDate = [
      1,
      `✗ evenkeel.d.ts is out of date:

  - 'checkout-redesign': boolean
  + 'checkout-redesign': number
  + /** @deprecated The flag is archived: remove it from the code. */
  + old: boolean

run the same command without --check, and commit the file
`,
    ]
    expect(await check()).toEqual([
      1,
      '✗ there is no evenkeel.d.ts: run the same command without --check, and commit the file\n',
    ])
    await run(['codegen'], fakeHost({ cwd: tree.path }))
    expect(await check()).toEqual([0, '✓ evenkeel.d.ts is up to date\n'])

    const text = await readFile(join(tree.path, 'evenkeel.d.ts'), 'utf8')
    await tree.write('evenkeel.d.ts', text.replaceAll('\n', '\r\n'))
    expect(await check()).toEqual([0, '✓ evenkeel.d.ts is up to date\n'])

    await tree.write('flags/old.yaml', ARCHIVED)
    await tree.write('flags/checkout-redesign.yaml', NUMBER)
    expect(await check()).toEqual(outOfDate)
    expect(await check()).toEqual(outOfDate)
  })

  it('refuses a tree that would not be served, and a file it cannot write', async () => {
    await using broken = await fakeWorkTree(aConfigRepository().withFile('flags/b.yaml', '{').files())
    const host = fakeHost({ cwd: broken.path })
    expect(await run(['codegen'], host)).toBe(1)
    expect(host.err()).toContain('error: the work tree would be refused')

    await using tree = await fakeWorkTree(aConfigRepository().files())
    await mkdir(join(tree.path, 'folder'))
    const unwritable = fakeHost({ cwd: tree.path })
    expect(await run(['codegen', '--out', 'folder'], unwritable)).toBe(70)
    expect(unwritable.err()).toBe(`error: ${join(tree.path, 'folder')}: it is a folder\n`)
  })
})
