import fs, { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryDirectory } from '@evenkeel/test/support'
import git from 'isomorphic-git'
import { describe, expect, it } from 'vitest'
import { fakeHost } from '../../cli/src/fake-host.ts'
import { run } from '../../cli/src/run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'config-repo-template/README.md', 'sdk/README.md'],
  ...['test/conformance/README.md', 'test/conformance/openfeature/README.md'],
  ...(await readdir(join(ROOT, 'docs'), { recursive: true }))
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
]

describe.each(documents)('%s', (document) => {
  it('links only to what is there', async () => {
    const text = await readFile(join(ROOT, document), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)

    const missing = targets.filter((target) => !existsSync(join(ROOT, dirname(document), target)))

    expect(missing).toEqual([])
  })

  it('links only to headings that are there', async () => {
    const text = await readFile(join(ROOT, document), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)]

    for (const [, target = '', heading] of links) {
      const path = target === '' ? document : join(dirname(document), target)
      expect(headingsOf(await readFile(join(ROOT, path), 'utf8')), path).toContain(heading)
    }
  })
})

it('The README names only places that are there', async () => {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8')
  const places = [...text.matchAll(/`(\w[\w-]*\/[\w./-]*)`/g)].map(([, place = '']) => place)

  expect(places.length).toBeGreaterThan(9)
  expect(places.filter((place) => !existsSync(join(ROOT, place)))).toEqual([])
})

describe('the commands of the guide for developers', () => {
  it('do what it says, in a repository made by the first of them', async () => {
    await using directory = await temporaryDirectory()
    const text = await readFile(join(ROOT, 'docs/guide-developers.md'), 'utf8')
    const [init = '', ...others] = [...text.matchAll(/(?:^ {4}|`)npx evenkeel ([^`\n]+)/gm)].map(
      ([, command = '']) => command,
    )
    const dir = join(directory.path, 'shop-config')
    expect(await runIn(directory.path, init)).toMatchObject({ code: 0 })
    await commitAll(dir)

    expect(others.length).toBeGreaterThan(4)
    for (const command of others) {
      const once = command.replace('/tmp/', `${directory.path}/`).replace(' --watch', '')
      expect(await runIn(dir, once), command).toMatchObject({ code: 0, err: '' })
    }
  })
})

/** As links name them. */
const headingsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

async function runIn(cwd: string, command: string) {
  const host = fakeHost({ cwd })
  const code = await run(splitArguments(command), host)
  return { code, out: host.out(), err: host.err() }
}

/** Words, and what single quotes hold together. */
const splitArguments = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

async function commitAll(dir: string): Promise<void> {
  await git.init({ fs, dir, defaultBranch: 'main' })
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter(
    (entry) =>
      entry.isFile() && !entry.parentPath.includes(`${dir}/.git/`) && entry.parentPath !== `${dir}/.git`,
  )
  for (const { parentPath, name } of files) {
    await git.add({ fs, dir, filepath: relative(dir, join(parentPath, name)) })
  }
  const author = { name: 'Ada Example', email: 'ada@example.com' }
  await git.commit({ fs, dir, author, message: 'Start' })
}
