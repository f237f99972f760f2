import { admitTree } from '@evenkeel/core/admission'
import { compileSnapshot, writeSnapshot } from '@evenkeel/core/snapshot'
import { nodePlatform } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { conformanceTree, loadConformanceFiles } from './load-conformance-files.ts'

describe.each(loadConformanceFiles())('what $topic is compiled to', (file) => {
  const environments = [...new Set(file.cases.map(({ environment }) => environment))]

  it.each(environments)('for %s is what is checked in', async (environment) => {
    const { manifests, issues } = await admitTree(conformanceTree(file), nodePlatform)
    if (manifests === undefined) throw new Error(JSON.stringify(issues))
    const snapshot = compileSnapshot({
      manifests,
      environment,
      overrides: new Map(environment === 'production' ? Object.entries(file.overrides) : []),
      commit: 'c0ffee'.padEnd(40, '0'),
      epoch: 1,
      sequence: 1,
      sha256: nodePlatform.sha256,
    })
    await expect(writeSnapshot(snapshot)).toMatchFileSnapshot(`compiled/${file.topic}.${environment}.jsonl`)
  })
})
