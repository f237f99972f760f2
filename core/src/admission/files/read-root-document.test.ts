import { aConfigRepository, nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { admitTree } from '../admit-tree.ts'
import type { Admission } from '../admit-tree.ts'
import type { FileTree } from './file-tree.ts'

const admit = (tree: FileTree): Promise<Admission> => admitTree(tree, nodePlatform)

describe('the root document', () => {
  const hintOf = async (tree: FileTree) => {
    const { issues } = await admit(tree)
    expect(issues.map(({ code, file }) => `${code} ${file}`)).toEqual(['no-repository evenkeel.yaml'])
    return issues[0]?.hint
  }
  const withoutRoot = aConfigRepository().withoutFile('evenkeel.yaml')

  it('has to be there', async () => {
    expect(await hintOf(withoutRoot.tree())).toContain('evenkeel init')
  })

  it('has to have its name, which is said when it has nearly', async () => {
    expect(await hintOf(withoutRoot.withFile('Evenkeel.yml', '').tree())).toBe(
      'rename Evenkeel.yml to evenkeel.yaml',
    )
  })

  it('has to be where it is looked for, and is told of where it is', async () => {
    expect(await hintOf(withoutRoot.withFile('config/shop/evenkeel.yaml', '').tree())).toContain(
      '--path config/shop',
    )
  })

  it('has to hold a Repository', async () => {
    expect(await hintOf(aConfigRepository().withFile('evenkeel.yaml', '').tree())).toContain(
      'kind: Repository',
    )
  })

  it('has to be right, and nothing is said of files that it would have named', async () => {
    const { manifests, issues } = await admit(
      aConfigRepository()
        .withFile(
          'evenkeel.yaml',
          'apiVersion: evenkeel/v1\nkind: Repository\nmetadata: {name: shop}\nspec: {includes: []}\n',
        )
        .withFile('flags/a.yaml', 'a: [')
        .tree(),
    )

    expect(manifests).toBeUndefined()
    expect(issues.length).toBeGreaterThan(0)
    expect(issues.every(({ file }) => file === 'evenkeel.yaml')).toBe(true)
  })

  it('has to be a file', async () => {
    const tree = withoutRoot.tree()
    const listed = await tree.list()
    const list = () => Promise.resolve([...listed, { path: 'evenkeel.yaml', type: 'symlink' as const }])

    const { issues } = await admit({ ...tree, list })

    expect(issues.map(({ code, file }) => `${code} ${file}`)).toEqual(['symlink evenkeel.yaml'])
  })

  it('says which files are documents', async () => {
    const { manifests } = await admit(
      aConfigRepository()
        .withFile(
          'evenkeel.yaml',
          'apiVersion: evenkeel/v1\nkind: Repository\nmetadata:\n  name: shop\nspec:\n  include:\n    - environments/*.yaml\n',
        )
        .tree(),
    )

    expect([...manifests!.flags.keys()]).toEqual([])
    expect([...manifests!.environments.keys()]).toEqual(['production'])
  })
})
