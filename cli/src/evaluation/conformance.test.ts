import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConformanceCase, ConformanceFile } from '../../../test/conformance/load-conformance-files.ts'
import { conformanceTree, loadConformanceFiles } from '../../../test/conformance/load-conformance-files.ts'
import { fakeHost } from '../fake-host.ts'
import type { FakeWorkTree } from '../fake-work-tree.ts'
import { fakeWorkTree } from '../fake-work-tree.ts'
import { run } from '../run.ts'
import type { FlagEvaluation } from './flag-evaluation.ts'

/**
 * What the command line cannot be asked: a type, as it takes what the flag is; a flag that is not there, which is
 * wrong usage; what operators override and which revision is served, as a folder knows nothing of either.
 */
const canAsk =
  ({ overrides }: ConformanceFile) =>
  ({ environment, expect: { errorCode, flagMetadata } }: ConformanceCase) =>
    errorCode !== 'TYPE_MISMATCH' &&
    errorCode !== 'FLAG_NOT_FOUND' &&
    flagMetadata['revision'] === undefined &&
    (environment !== 'production' || Object.keys(overrides).length === 0)

const askable = loadConformanceFiles()
  .map((file) => ({ ...file, cases: file.cases.filter(canAsk(file)) }))
  .filter(({ cases }) => cases.length > 0)

const isCondition = (path: string) => path.startsWith('flags/condition-')

/** What has to be there for a flag to be asked: one that is a condition stands alone, and is admitted the sooner. */
function filesFor(flag: string, { files }: ConformanceFile): ConformanceFile['files'] {
  const needed = Object.entries(files).filter(([path]) => !isCondition(path) || path === `flags/${flag}.json`)
  return Object.fromEntries(needed)
}

async function folderOf(files: ConformanceFile['files']): Promise<FakeWorkTree> {
  const tree = conformanceTree({ files })
  const read = async (entry: Parameters<typeof tree.read>[0]) => ({
    path: entry.path,
    bytes: await tree.read(entry),
  })
  return fakeWorkTree(await Promise.all((await tree.list()).map(read)))
}

describe.each(askable)('evenkeel evaluate, $topic: $description', (file) => {
  const folders = new Map<string, FakeWorkTree>()

  beforeAll(async () => {
    for (const { flag } of file.cases) {
      if (!folders.has(flag)) folders.set(flag, await folderOf(filesFor(flag, file)))
    }
  })

  afterAll(() => Promise.all([...folders.values()].map((folder) => folder[Symbol.asyncDispose]())))

  it.each(file.cases)('$name', async ({ flag, environment, context, at, expect: expected }) => {
    const host = fakeHost({ cwd: folders.get(flag)!.path })
    const asked = ['evaluate', flag, '--env', environment, '--context', JSON.stringify(context), '--json']

    const code = await run(at === undefined ? asked : [...asked, '--at', at], host)

    expect(host.err()).toBe('')
    const evaluation = JSON.parse(host.out()) as FlagEvaluation
    const { value, variant = null, reason, errorCode, flagMetadata } = evaluation
    expect({ code, value, variant, reason, errorCode }).toEqual({
      code: expected.errorCode === undefined ? 0 : 1,
      value: expected.value,
      variant: expected.variant,
      reason: expected.reason,
      errorCode: expected.errorCode,
    })
    const metadata: Readonly<Record<string, unknown>> = { ...flagMetadata }
    for (const [key, held] of Object.entries(expected.flagMetadata)) expect(metadata[key] ?? null).toBe(held)
  })
})
