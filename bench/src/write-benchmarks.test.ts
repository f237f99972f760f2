import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeBenchmarks, writeJson } from './write-benchmarks.ts'

describe('the page of the benchmarks', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'write-benchmarks-'))
  })
  afterEach(() => {
    rmSync(directory, { recursive: true })
  })

  it('keeps the other section when one is measured again', () => {
    const page = join(directory, 'benchmarks.md')
    writeBenchmarks(page, 'Load', 'slow\n\n### How\n\nonce')
    writeBenchmarks(page, 'Evaluation', 'fast\n')
    writeBenchmarks(page, 'Evaluation', 'faster\n')

    expect(readFileSync(page, 'utf8').split('Never edit this page.\n')[1]).toBe(
      '\n## Evaluation\n\nfaster\n\n## Load\n\nslow\n\n### How\n\nonce\n',
    )
  })

  it('has a form for machines, when it is asked for', () => {
    const json = join(directory, 'result.json')
    writeJson(json, { rounds: 7 })
    writeJson(undefined, { rounds: 8 })

    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual({ rounds: 7 })
  })
})
