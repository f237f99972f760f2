import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { BenchRepository } from './bench-repository.ts'

it('a repository has what is written into it, once it is pushed', async () => {
  await using directory = await temporaryDirectory()
  const repository = await BenchRepository.create(join(directory.path, 'config.git'))
  const git = (...args: string[]) =>
    execFileSync('git', args, { env: { ...process.env, GIT_DIR: repository.gitdir } }).toString()
  await repository.commit('Start', {
    files: [
      { path: 'a/one.yaml', text: 'größe' },
      { path: 'b/one.yaml', text: 'größe' },
      { path: 'c.bin', zeros: 2 ** 20 + 1 },
    ],
  })
  const next = await repository.stage('Next', { files: [{ path: 'd', text: 'd' }], removed: ['a/one.yaml'] })

  expect(git('ls-tree', '-r', '--name-only', 'main')).toBe('a/one.yaml\nb/one.yaml\nc.bin\n')
  await repository.push(next)
  expect(git('ls-tree', '-r', '--name-only', 'main')).toBe('b/one.yaml\nc.bin\nd\n')
  expect(git('show', 'main:b/one.yaml')).toBe('größe')
  expect(git('cat-file', '-s', 'main:c.bin')).toBe(`${2 ** 20 + 1}\n`)
})
