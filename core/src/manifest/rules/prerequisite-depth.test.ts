import {
  aBooleanFlag,
  aConfigRepository,
  issuesOf,
  type ConfigRepositoryBuilder,
} from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { parseManifestFile } from '../parse-manifest.ts'
import { validateManifests } from '../validate-manifests.ts'

/** Flags `f0` to `f<count>`, each with the next as its prerequisite. */
function chain(count: number): ConfigRepositoryBuilder {
  let repository = aConfigRepository().withFile('last.yaml', aBooleanFlag(`f${count}`))
  for (let i = 0; i < count; i++) {
    repository = repository.withFile(
      `f${i}.yaml`,
      aBooleanFlag(`f${i}`, `prerequisites: [{ flag: f${i + 1}, variants: [on] }]`),
    )
  }
  return repository
}

describe('prerequisiteDepth', () => {
  it('is content with eight', () => {
    expect(issuesOf(chain(8))).toEqual([])
  })

  it('prints the chain of the first flag that is too deep', () => {
    expect(issuesOf(chain(11))).toEqual([
      'f2.yaml:8:27 prerequisites-too-deep: prerequisites are at most 8 deep, and these are 9: f2 → f3 → f4 → f5 → f6 → f7 → f8 → f9 → f10 → f11 (name the flag that decides directly, or put its condition into a Segment)',
    ])
  })

  it('counts the longest of several ways', () => {
    const both = chain(9).withFile(
      'f0.yaml',
      aBooleanFlag('f0', 'prerequisites: [{ flag: f9, variants: [on] }, { flag: f1, variants: [on] }]'),
    )

    expect(issuesOf(both)).toEqual([expect.stringContaining('f0.yaml:8:57 prerequisites-too-deep')])
  })

  it('says it once, in however many environments it is so', () => {
    const again =
      'environments:\n  production:\n    state: DISABLED\n    prerequisites: [{ flag: f2, variants: [on] }]'
    const both = chain(9).withFile(
      'f1.yaml',
      aBooleanFlag('f1', `prerequisites: [{ flag: f2, variants: [on] }]\n${again}`),
    )

    expect(issuesOf(both)).toEqual([expect.stringContaining('f0.yaml:8:27 prerequisites-too-deep')])
  })

  it('leaves a cycle to the rule about cycles', () => {
    const loop = chain(9).withFile(
      'last.yaml',
      aBooleanFlag('f9', 'prerequisites: [{ flag: f0, variants: [on] }]'),
    )

    expect(issuesOf(loop)).toEqual([expect.stringContaining(' cycle: ')])
  })

  it('survives a chain of thousands', () => {
    const files = chain(3000).files()

    expect(validateManifests(files.map(parseManifestFile)).issues).toHaveLength(1)
  })
})
