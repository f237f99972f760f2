import { describe, expect, it } from 'vitest'
import { DEFAULT_INCLUDE } from '../../manifest/kinds/repository.ts'
import type { TreeEntry } from './file-tree.ts'
import { MAX_FILES } from './file-tree.ts'
import { selectFiles } from './select-files.ts'

const file = (path: string): TreeEntry => ({ path, type: 'file' })

function select(
  entries: readonly (TreeEntry | string)[],
  globs: { include?: string[]; ignore?: string[] } = {},
) {
  const tree = entries.map((entry) => (typeof entry === 'string' ? file(entry) : entry))
  const { selected, issues } = selectFiles(
    { include: globs.include ?? DEFAULT_INCLUDE, ignore: globs.ignore ?? [] },
    tree,
  )
  return {
    selected: selected.map(({ path }) => path),
    refused: issues.map(({ code, file: path }) => `${code} ${path}`),
    issues,
  }
}

describe('selectFiles', () => {
  it('takes the documents of the known folders by default, sorted by path', () => {
    const { selected, refused } = select([
      'tests/checkout.yml',
      'flags/team/checkout.yaml',
      'flags/a.json',
      'environments/production.yaml',
      'README.md',
      'flags/README.md',
      'other/x.yaml',
      'evenkeel.yaml',
    ])

    expect(selected).toEqual([
      'environments/production.yaml',
      'flags/a.json',
      'flags/team/checkout.yaml',
      'tests/checkout.yml',
    ])
    expect(refused).toEqual([])
  })

  it('takes what include names and ignore does not', () => {
    const globs = { include: ['services/*/flags/**'], ignore: ['**/draft-*.yaml', 'services/old/**'] }

    expect(
      select(
        [
          'services/shop/flags/a.yaml',
          'services/shop/flags/deep/b.yaml',
          'services/shop/flags/draft-c.yaml',
          'services/shop/flags/notes.md',
          'services/old/flags/d.yaml',
          'flags/e.yaml',
        ],
        globs,
      ).selected,
    ).toEqual(['services/shop/flags/a.yaml', 'services/shop/flags/deep/b.yaml'])
  })

  it('never takes the root document, dot-files, or anything in dot-folders and node_modules', () => {
    const paths = [
      'evenkeel.yaml',
      '.github/workflow.yaml',
      'flags/.hidden/a.yaml',
      'flags/.b.yaml',
      'node_modules/x/flags.yaml',
      'flags/node_modules/c.yaml',
      'flags/node_modules_of_mine.yaml',
    ]

    expect(select(paths, { include: ['**/*.yaml', '.github/**', '**/.hidden/**'] }).selected).toEqual([
      'flags/node_modules_of_mine.yaml',
    ])
  })

  it('takes an exclamation mark for what it is, not for the opposite', () => {
    expect(select(['flags/a.yaml', '!x/b.yaml'], { include: ['!x/**'] }).selected).toEqual(['!x/b.yaml'])
  })

  it('refuses links where documents may be, by name', () => {
    const { selected, refused } = select([
      { path: 'flags/linked.yaml', type: 'symlink' },
      { path: 'flags/team', type: 'symlink' },
      { path: 'segments', type: 'symlink' },
      { path: 'configs/vendored', type: 'submodule' },
      { path: 'docs/latest', type: 'symlink' },
      { path: 'context.yaml', type: 'symlink' },
      { path: 'flags/.cache', type: 'symlink' },
      'flags/a.yaml',
    ])

    expect(selected).toEqual(['flags/a.yaml'])
    expect(refused).toEqual([
      'symlink flags/linked.yaml',
      'symlink flags/team',
      'symlink segments',
      'submodule configs/vendored',
      'symlink context.yaml',
    ])
  })

  it('refuses a link in place of a folder above those that include names', () => {
    const link: TreeEntry = { path: 'config', type: 'symlink' }

    expect(select([link], { include: ['config/shop/flags/*.yaml'] }).refused).toEqual(['symlink config'])
    expect(select([link], { include: ['configs/*.yaml'] }).refused).toEqual([])
    expect(select([link], { include: ['**/*.yaml'] }).refused).toEqual(['symlink config'])
  })

  it('lets a link be that ignore names, and says so', () => {
    const link: TreeEntry = { path: 'flags/team', type: 'symlink' }

    expect(select([link]).issues[0]?.hint).toContain('spec.ignore')
    expect(select([link], { ignore: ['flags/team'] }).refused).toEqual([])
  })

  it('refuses more files than it reads, and then reads none', () => {
    const paths = Array.from({ length: MAX_FILES + 1 }, (_, index) => `flags/f${index}.yaml`)

    expect(select(paths.slice(1)).refused).toEqual([])
    expect(select(paths)).toMatchObject({ selected: [], refused: ['too-many-files evenkeel.yaml'] })
  })

  it.each([
    ['case', 'flags/Checkout.yaml', 'flags/checkout.yaml'],
    ['how an accent is encoded', 'flags/cafe\u0301.yaml', 'flags/caf\u00e9.yaml'],
    ['a letter that folds to two', 'flags/strasse.yaml', 'flags/stra\u00dfe.yaml'],
  ])('refuses paths that differ only in %s, naming both', (_what, one, other) => {
    const { refused, issues } = select([one, other])

    expect(refused).toEqual([`paths-collide ${other}`])
    expect(issues[0]?.message).toContain(one)
    expect(select([one, other], { ignore: [one] }).refused).toEqual([])
  })
})
