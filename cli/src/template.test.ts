import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fakeHost } from './fake-host.ts'
import { workingTree } from './files/working-tree.ts'
import { run } from './run.ts'
import { schemaFiles } from './schema-files.ts'

const template = fileURLToPath(new URL('../../config-repo-template/', import.meta.url))
const read = (path: string) => readFile(template + path, 'utf8')

async function json(...argv: string[]): Promise<unknown> {
  const host = fakeHost({
    cwd: template,
    clock: { now: () => Date.parse('2026-12-24T18:00:00Z'), schedule: () => () => undefined },
  })
  await run([...argv], host)
  return JSON.parse(host.out())
}

describe('the template repository', () => {
  it('is valid, without a warning', async () => {
    expect(await json('validate', '--format', 'json')).toMatchObject({
      issues: [],
      summary: { valid: true, checked: { flags: 14, segments: 5, configs: 2, environments: 3 } },
    })
  })

  it('passes its own tests', async () => {
    const host = fakeHost({ cwd: template })
    expect(await run(['test'], host)).toBe(0)
    expect(host.out()).toMatch(/✓ 2\d passed in 8 files/)
  })

  it('holds the schemas of this version (`npx evenkeel schemas config-repo-template` writes them)', async () => {
    for (const { path, text } of schemaFiles()) expect(await read(path), path).toBe(text)
  })

  it('points the editor at schemas that are there', async () => {
    const settings = JSON.parse(await read('.vscode/settings.json')) as {
      'yaml.schemas': Record<string, string[]>
    }
    const mapped = Object.keys(settings['yaml.schemas']).map((path) => path.replace('./', ''))
    expect(mapped.sort()).toEqual(
      schemaFiles()
        .map(({ path }) => path)
        .sort(),
    )
  })

  it('names an owner for every folder of a team', async () => {
    const owners = await read('CODEOWNERS')
    const folders = (await workingTree(template).list())
      .map(({ path }) => /^(flags|tests)\/[^/]+\//.exec(path)?.[0])
      .filter((folder) => folder !== undefined && !folder.endsWith('/platform/'))
    for (const folder of new Set(folders)) expect(owners).toContain(`/${folder ?? ''}`)
  })

  it('asks only for commands and options that there are', async () => {
    const workflow = await read('.github/workflows/validate.yaml')
    for (const [, command = '', rest = ''] of workflow.matchAll(/run: evenkeel (\w+)(.*)/g)) {
      const host = fakeHost()
      await run([command, '--help'], host)
      for (const [option] of rest.matchAll(/--\w+/g)) expect(host.out()).toContain(option)
    }
    expect(existsSync(`${template}README.md`)).toBe(true)
  })

  it('ramps the redesign of the checkout in production', async () => {
    const evaluated = await json(
      'evaluate',
      'checkout-redesign',
      '--env',
      'production',
      '--json',
      '--context',
      '{"targetingKey": "customer-1042"}',
    )
    expect(evaluated).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
      flagMetadata: { ruleName: 'early-adopters' },
    })
  })
})
