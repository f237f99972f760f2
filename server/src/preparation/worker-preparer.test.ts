import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Operation } from '@evenkeel/core/compilation'
import type { JsonObject } from '@evenkeel/core/json'
import { aFlag } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtServer } from '../../../test/support/built-server.ts'
import { aBase } from './base/a-base.ts'
import { WorkerPreparer } from './worker-preparer.ts'

const STAMP = { epoch: 1, sequence: 1, publishedAt: new Date('2026-11-01T00:00:00Z') }

/** Takes longer than anyone waits to find that a name without a dot does not match. */
const HANGING: JsonObject = { type: 'string', pattern: '^([a-z0-9-]+)*\\.example\\.com$' }
const NO_MATCH = 'a'.repeat(60)

describe('WorkerPreparer', () => {
  let folder: string
  let preparer: WorkerPreparer

  beforeEach(async () => {
    folder = join((await builtServer()).dist, 'preparation')
    preparer = new WorkerPreparer({ entry: pathToFileURL(join(folder, 'preparation-worker.js')) })
  })

  afterEach(() => preparer.close())

  const BASE = aBase({
    flags: { checkout: aFlag() },
    configs: {
      host: { value: 'a.example.com', schema: HANGING },
      limit: { value: 10, schema: { type: 'integer' } },
    },
  })
  const SWITCH_ON: Operation = { id: 'a', flag: 'checkout', variant: 'on' }
  const RAISE_LIMIT: Operation = { id: 'b', config: 'limit', patch: 20 }

  it('goes on without a patch whose schema does not say in time', async () => {
    const hung: Operation = { id: 'c', config: 'host', patch: NO_MATCH }

    const first = await preparer.prepare(BASE, [SWITCH_ON, RAISE_LIMIT, hung], STAMP)

    expect(first.dormant).toMatchObject([{ operation: hung, reason: 'schema-undecided' }])
    const second = await preparer.prepare(BASE, [SWITCH_ON, { ...RAISE_LIMIT, patch: 30 }], STAMP)
    expect(second.dormant).toEqual([])
  })

  it('fails what its thread crashed on, and does what comes after in a new one', async () => {
    const crashing = preparer.prepare(BASE, [null as unknown as Operation], STAMP)
    const after = preparer.prepare(BASE, [SWITCH_ON], STAMP)

    await expect(crashing).rejects.toMatchObject({
      name: 'PreparationError',
      code: 'preparation-crashed',
      message: 'The thread that prepares revisions ended before it answered',
    })
    expect((await after).dormant).toEqual([])
  })

  it('leaves the caller what it was given', async () => {
    const { text, revision } = await preparer.prepare(BASE, [SWITCH_ON], STAMP)
    const shared = Buffer.concat([Buffer.from('beside '), text]).subarray(7)

    const whole = await preparer.writeReadable(shared, 'snapshot')

    expect(await preparer.writeReadable(shared, 'snapshot')).toEqual(whole)
    expect(await preparer.read(revision)).toEqual(await preparer.read(revision))
  })

  it('keeps no process alive while it has nothing to do', async () => {
    const program = `
      const { WorkerPreparer } = await import(process.argv[1])
      const error = await new WorkerPreparer().writeReadable(new Uint8Array(), 'snapshot').catch((error) => error)
      process.stdout.write(error.name)
    `
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      program,
      pathToFileURL(join(folder, 'worker-preparer.js')).href,
    ])

    expect(stdout).toBe('SnapshotError')
  })
})
