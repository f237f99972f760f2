import { aConfigRepository, nodePlatform, anEnabledFlag } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import type { ParsedFile } from '../manifest/parse-manifest.ts'
import { parseManifestFile } from '../manifest/parse-manifest.ts'
import type { Admission } from './admit-tree.ts'
import { admitTree } from './admit-tree.ts'
import type { FileTree, TreeEntry } from './files/file-tree.ts'

const admit = (tree: FileTree): Promise<Admission> => admitTree(tree, nodePlatform)

const shown = ({ issues }: Admission): string[] =>
  issues.map(({ severity, code, file, line, path }) =>
    `${severity} ${code} ${file}:${line} ${path}`.trimEnd(),
  )

const withTest = (cases: string) =>
  aConfigRepository().withFile(
    'tests/checkout.yaml',
    `apiVersion: evenkeel/v1
kind: FlagTest
metadata:
  name: checkout
spec:
  flag: checkout-redesign
  cases:
${cases}`,
  )

const anEnvironment = (spec: string) => `apiVersion: evenkeel/v1
kind: Environment
metadata:
  name: production
spec:
${spec}`

/** Keys that hardly compress. */
const aSegmentOf = (name: string, keys: number) => `apiVersion: evenkeel/v1
kind: Segment
metadata:
  name: ${name}
spec:
  include:
${Array.from({ length: keys }, (_, index) => `    - ${Buffer.from(nodePlatform.sha256(Buffer.from(`${name}${index}`))).toString('base64url')}\n`).join('')}`

const anyone = '    - name: anyone\n      serve: on\n'
const those = (segment: string) =>
  `    - name: ${segment}\n      if: $segment("${segment}")\n      serve: on\n`

describe('admitTree', () => {
  it('admits the least there can be, without a word', async () => {
    const { manifests, issues, flagTests } = await admit(aConfigRepository().tree())

    expect(issues).toEqual([])
    expect([...manifests!.flags.keys()]).toEqual(['checkout-redesign'])
    expect([...manifests!.environments.keys()]).toEqual(['production'])
    expect(flagTests).toEqual([])
  })

  it('reads nothing but what the root document names', async () => {
    const repository = aConfigRepository()
    const read: string[] = []
    const tree = repository.withFile('docs/notes.yaml', 'not: a document').tree()
    await admit({
      ...tree,
      read: (entry) => {
        read.push(entry.path)
        return tree.read(entry)
      },
    })

    expect(read).toEqual(['evenkeel.yaml', 'environments/production.yaml', 'flags/checkout-redesign.yaml'])
  })

  it('gives every issue of every file, in order', async () => {
    const tree = aConfigRepository()
      .withFile('flags/a.yaml', 'kind: Flag')
      .withFile('flags/b.yaml', 'a: [')
      .withFile('flags/c.yaml', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')
      .tree()
    const listed = await tree.list()
    const { manifests, issues } = await admit({
      ...tree,
      list: () => Promise.resolve([...listed, { path: 'flags/d.yaml', type: 'symlink' } satisfies TreeEntry]),
    })

    expect(manifests).toBeUndefined()
    const files = issues.map(({ file }) => file)
    expect([...new Set(files)]).toEqual(['flags/a.yaml', 'flags/b.yaml', 'flags/c.yaml', 'flags/d.yaml'])
    expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining(['lfs-pointer', 'symlink']))
  })

  it('asks the tree for what it parsed before', async () => {
    const tree = aConfigRepository().tree()
    const asked: string[] = []
    const parse = (_entry: TreeEntry, file: Parameters<typeof parseManifestFile>[0]): ParsedFile => {
      asked.push(file.path)
      return parseManifestFile(file)
    }

    expect((await admit({ ...tree, parse })).issues).toEqual([])
    expect(asked).toContain('flags/checkout-redesign.yaml')
    expect(asked).toContain('evenkeel.yaml')
  })

  it('lets a fault of the tree through as it is', async () => {
    const fault = new Error('the remote is gone')

    await expect(admit({ ...aConfigRepository().tree(), read: () => Promise.reject(fault) })).rejects.toBe(
      fault,
    )
  })

  it('reads a few files at a time', async () => {
    const tree = Array.from({ length: 50 }, (_, index) => index)
      .reduce(
        (built, index) => built.withFile(`flags/f${index}.yaml`, anEnabledFlag(`f${index}`, anyone)),
        aConfigRepository(),
      )
      .tree()
    let open = 0
    let most = 0
    const { issues } = await admit({
      ...tree,
      read: async (entry) => {
        most = Math.max(most, ++open)
        const bytes = await tree.read(entry)
        open--
        return bytes
      },
    })

    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(most).toBe(16)
  })
})

describe('capacity', () => {
  const crowded = (keys: number, frameKiB: number) =>
    aConfigRepository()
      .withFile('environments/production.yaml', anEnvironment(`  capacity:\n    frameKiB: ${frameKiB}\n`))
      .withFile('flags/big.yaml', anEnabledFlag('big', those('large') + those('small')))
      .withFile('segments/large.yaml', aSegmentOf('large', keys))
      .withFile('segments/small.yaml', aSegmentOf('small', 20))
      .tree()

  it('keeps a commit out that does not fit, naming the largest documents and what they cost', async () => {
    const { manifests, issues } = await admit(crowded(1000, 32))

    expect(manifests).toBeUndefined()
    expect(issues).toEqual([
      expect.objectContaining({
        code: 'snapshot-too-large',
        severity: 'error',
        file: 'environments/production.yaml',
        line: 7,
        path: 'spec.capacity.frameKiB',
      }),
    ])
    expect(issues[0]?.message).toMatch(
      /^the snapshot of production has 3\d\.\d KiB compressed, and a frame of 32 KiB has room for 29\.7 KiB; the largest documents are segment large \(3\d\.\d KiB\), segment small \(\d+ bytes\), flag checkout-redesign \(\d+ bytes\), flag big \(/,
    )
    expect(issues[0]?.hint).toMatch(/^set spec\.capacity\.frameKiB to 64, /)
  })

  it('warns from seventy per cent on', async () => {
    const { manifests, issues } = await admit(crowded(700, 32))

    expect(manifests).toBeDefined()
    expect(issues.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning snapshot-nearly-full',
    ])
    expect(issues[0]?.message).toMatch(/^the snapshot of production fills 8\d % of its frame of 32 KiB/)
    expect((await admit(crowded(550, 32))).issues).toEqual([])
  })

  it('has no larger frame to offer when none would do', async () => {
    const { issues } = await admit(crowded(12_000, 32))

    expect(issues[0]?.hint).toMatch(/^move long lists of keys/)
  })

  it('counts flags where the environment limits them', async () => {
    const tree = aConfigRepository()
      .withFile('environments/production.yaml', anEnvironment('  capacity:\n    flags: 1\n'))
      .withFile('flags/other.yaml', anEnabledFlag('other', anyone))

    expect(shown(await admit(tree.tree()))).toEqual([
      'error too-many-flags environments/production.yaml:7 spec.capacity.flags',
    ])
    expect((await admit(tree.withoutFile('flags/other.yaml').tree())).issues).toEqual([])
  })

  it('is told of together with flag tests, in the order of files', async () => {
    const { issues } = await admit(
      withTest('    - environment: production\n      context: {}\n      expect:\n        variant: on\n')
        .withFile('environments/production.yaml', anEnvironment('  capacity:\n    flags: 1\n'))
        .withFile('flags/other.yaml', anEnabledFlag('other', anyone))
        .tree(),
    )

    expect(issues.map(({ code }) => code)).toEqual(['too-many-flags', 'flag-test-failed'])
  })

  it('needs a name for the environment that a frame has room for', async () => {
    const long = 'e'.repeat(65)
    const tree = aConfigRepository().withFile(
      'environments/long.yaml',
      anEnvironment('  protected: true\n').replace('name: production', `name: ${long}`),
    )

    expect(shown(await admit(tree.tree()))).toEqual([
      'error environment-name-too-long environments/long.yaml:4 metadata.name',
    ])
  })
})
