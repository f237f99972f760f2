import { writeSnapshot } from '@evenkeel/core/snapshot'
import { describe, expect, it } from 'vitest'
import { conformanceSnapshots } from './conformance-snapshots.ts'
import { loadConformanceFiles } from './load-conformance-files.ts'

describe.each(loadConformanceFiles())('what $topic is compiled to', (file) => {
  const environments = [...new Set(file.cases.map(({ environment }) => environment))]

  it.each(environments)('for %s is what is checked in', async (environment) => {
    const snapshot = (await conformanceSnapshots(file)).get(environment)!

    await expect(writeSnapshot(snapshot)).toMatchFileSnapshot(`compiled/${file.topic}.${environment}.jsonl`)
  })
})
