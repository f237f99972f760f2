import { admitTree } from '@evenkeel/core/admission'
import { nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { flagFile } from './flag-file.ts'
import type { SourceText } from './flag-file.ts'
import { commonFiles, flagFiles, syncWorkload } from './sync-workload.ts'

const LEAST_BYTES_A_FLAG = 40

const admit = (files: readonly SourceText[]) => {
  const bytes = new Map(files.map(({ path, text }) => [path, new TextEncoder().encode(text)]))
  const entries = Array.from(bytes, ([path, { length }]) => ({ path, type: 'file' as const, bytes: length }))
  return admitTree(
    { list: () => Promise.resolve(entries), read: ({ path }) => Promise.resolve(bytes.get(path)!) },
    nodePlatform,
  )
}

describe('the generated repository', () => {
  const workload = syncWorkload(1000)

  it('is admitted without a remark, and its flags do not compress to less than was promised', async () => {
    const { issues, packed } = await admit([...commonFiles(workload), ...flagFiles(workload, 0)])

    expect(issues).toEqual([])
    for (const environment of workload.environments)
      expect((packed?.get(environment)?.content.length ?? 0) / workload.flags).toBeGreaterThan(
        LEAST_BYTES_A_FLAG,
      )
  })

  it('is the same each time, and of another revision another', () => {
    expect(flagFile(7, 1, ['production'])).toEqual(flagFile(7, 1, ['production']))
    expect(flagFile(7, 2, ['production']).text).not.toBe(flagFile(7, 1, ['production']).text)
  })

  it('never moves anybody to another bucket', () => {
    const lasting = ({ text }: SourceText) => text.match(/(percent|seed|name|state|Variant): .*/g)

    expect(flagFiles(workload, 5).map(lasting)).toEqual(flagFiles(workload, 0).map(lasting))
  })
})
