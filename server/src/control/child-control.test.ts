import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@evenkeel/core/clock'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import { eventually, fakeClock, isRunning, temporaryDirectory } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../clock.ts'
import type { ControlLimits } from './child-control.ts'
import { ChildControl } from './child-control.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const TOKEN = 'a-token-that-nobody-sees'
const LIMITS: ControlLimits = { admissionMs: 120_000, fetchMs: 700_000, memoryBytes: 256 * 1024 * 1024 }

/** Answers nothing, and goes on. */
const HANGS = 'setInterval(() => {}, 1000)'
const GROWS = 'const held = []; setInterval(() => held.push(Buffer.alloc(16 << 20, 1)), 1)'
const FILLS_ITS_HEAP = 'const held = []; for (;;) held.push({ held: [held.length] })'
const TALKS_NONSENSE = `${HANGS}; (await import('node:fs')).writeSync(3, 'HTTP/1.1 400 Bad Request')`
const DIES_AT_ITS_START = `console.error('starting'); throw new Error('no ' + process.execArgv[0] + ' for me')`
const TELLS_ALL = `process.stdin.resume; const { Socket } = await import('node:net')
new Socket({ fd: 3 }).on('data', (bytes) => { console.error(String(bytes)); process.exit(3) })`

/** A message by hand: the control process's side of the wire, in a line. */
const ANSWERS = (body: string) => `const { Socket } = await import('node:net')
const channel = new Socket({ fd: 3 })
const json = Buffer.from(JSON.stringify([${body}, []]))
const header = Buffer.alloc(12)
header.writeUInt32BE(0x45564b43, 0)
header.writeUInt32BE(json.length, 4)
channel.once('data', () => channel.write(Buffer.concat([header, json])))`

describe('ChildControl', () => {
  let directory: TemporaryDirectory
  const open: ChildControl[] = []
  beforeEach(async () => {
    directory = await temporaryDirectory()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((control) => control.close()))
    await directory[Symbol.asyncDispose]()
  })

  /** A control over a process that runs `source` instead of ours. */
  async function aControlOver(
    source: string,
    given: { clock?: Clock; limits?: Partial<ControlLimits> } = {},
  ) {
    const entry = join(directory.path, 'child.mjs')
    await writeFile(entry, source)
    const control = new ChildControl({
      repository: {
        repo: { kind: 'local', path: '/nowhere' },
        repoToken: TOKEN,
        branch: 'main',
        path: '',
        dataDir: directory.path,
      },
      limits: { ...LIMITS, ...given.limits },
      clock: given.clock ?? systemClock,
      entry,
    })
    open.push(control)
    const become = (other: string) => writeFile(entry, other)
    return { control, become }
  }

  /** Until it is being waited for, nothing would be late. */
  const isAsked = (control: ChildControl) => eventually('it has a process', () => control.pid !== undefined)

  it('starts no process before there is something to ask', async () => {
    const { control } = await aControlOver(HANGS)
    expect(control.pid).toBeUndefined()
  })

  it('starts one ahead, and asks that one', async () => {
    const { control } = await aControlOver(HANGS)
    control.start()
    const { pid } = control
    expect(pid).toBeGreaterThan(0)
    const admission = expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'control-closed' })
    expect(control.pid).toBe(pid)
    await control.close()
    await admission
  })

  it('ends an admission that takes longer than it may, by name', async () => {
    const clock = fakeClock()
    const { control } = await aControlOver(HANGS, { clock })
    const admission = expect(control.admit(COMMIT)).rejects.toMatchObject({
      name: 'ControlError',
      code: 'admission-timed-out',
      commit: COMMIT,
      message: expect.stringMatching(/0123456789ab was not admitted within 120 s/) as string,
      hint: expect.stringMatching(/What was served stays.*EVENKEEL_ADMISSION_SECONDS/) as string,
    })
    await isAsked(control)
    await clock.advance(120_000)
    await admission
    expect(control.pid).toBeUndefined()
  })

  it('ends a fetch that takes longer than every transfer may, which says nothing of a commit', async () => {
    const clock = fakeClock()
    const { control } = await aControlOver(HANGS, { clock })
    const fetching = expect(control.fetch({})).rejects.toMatchObject({
      code: 'control-timed-out',
      commit: undefined,
    })
    await isAsked(control)
    await clock.advance(700_000)
    await fetching
  })

  it('ends a process that is stopped', async () => {
    const clock = fakeClock()
    const { control } = await aControlOver(HANGS, { clock })
    const admission = expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'admission-timed-out' })
    await isAsked(control)
    const pid = control.pid!
    process.kill(pid, 'SIGSTOP')
    await clock.advance(120_000)
    await admission
    await eventually('the process is gone', () => !isRunning(pid))
  })

  it('ends a process that grows beyond what it may, buffers included', async () => {
    const { control } = await aControlOver(GROWS)
    await expect(control.admit(COMMIT)).rejects.toMatchObject({
      code: 'admission-out-of-memory',
      commit: COMMIT,
      message: expect.stringMatching(/0123456789ab needs more than 256 MiB/) as string,
      hint: expect.stringMatching(/What was served stays.*EVENKEEL_ADMISSION_MEMORY_MIB/) as string,
    })
  })

  it('ends a fetch that grows beyond what it may', async () => {
    const { control } = await aControlOver(GROWS)
    await expect(control.fetch({})).rejects.toMatchObject({ code: 'control-out-of-memory' })
  })

  it("knows V8's own end for want of memory", async () => {
    // A clock that stands still: nobody looks how large the process is.
    const limits = { memoryBytes: 64 * 1024 * 1024 }
    const { control } = await aControlOver(FILLS_ITS_HEAP, { clock: fakeClock(), limits })
    await expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'admission-out-of-memory' })
  })

  it('says how a process was killed, and where to look', async () => {
    const { control } = await aControlOver(HANGS)
    const admission = expect(control.admit(COMMIT)).rejects.toMatchObject({
      code: 'control-crashed',
      commit: COMMIT,
      message: expect.stringMatching(/ended by SIGKILL while it admitted the commit 0123456789ab/) as string,
      hint: expect.stringMatching(/oom/) as string,
    })
    await isAsked(control)
    process.kill(control.pid!, 'SIGKILL')
    await admission
  })

  it('gives the last words of a process that dies at its start', async () => {
    const { control } = await aControlOver(DIES_AT_ITS_START)
    await expect(control.fetch({})).rejects.toMatchObject({
      code: 'control-crashed',
      message: expect.stringMatching(/exit code 1.*starting.*no --max-old-space-size=192 for me/s) as string,
    })
  })

  it('keeps the token out of the last words, the command line and the environment', async () => {
    const { control, become } = await aControlOver(TELLS_ALL)
    const told = await control.fetch({}).catch(String)
    expect(told).toMatch(/exit code 3.*"repoToken":"\[hidden\]"/s)
    expect(told).not.toContain(TOKEN)
    await become('console.error(JSON.stringify([process.argv, process.env])); process.exit(4)')
    process.env['EVENKEEL_PROBE'] = 'do not hand on'
    const seen = await control.fetch({}).catch(String)
    delete process.env['EVENKEEL_PROBE']
    expect(seen).toMatch(/exit code 4.*child\.mjs/s)
    expect(seen).not.toMatch(/hidden|EVENKEEL_PROBE/)
  })

  it('ends a process that talks nonsense', async () => {
    const { control } = await aControlOver(TALKS_NONSENSE)
    await expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'control-garbage' })
    expect(control.pid).toBeUndefined()
  })

  it.each([
    ['nothing that is known', `{ kind: 'sung' }`],
    ['something else than was asked', `{ kind: 'fetched', tip: { commit: {} } }`],
    ['a verdict without issues', `{ kind: 'admitted', verdict: {} }`],
    [
      'a verdict without its bytes',
      `{ kind: 'admitted', verdict: { issues: [], compilations: [{ hasCompanion: false }] } }`,
    ],
    ['a verdict of another shape', `{ kind: 'admitted', verdict: { issues: [], compilations: 1 } }`],
  ])('ends a process that answers %s', async (_, body) => {
    const { control } = await aControlOver(ANSWERS(body))
    await expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'control-garbage' })
    expect(control.pid).toBeUndefined()
  })

  it('says that a process could not be started', async () => {
    const { control } = await aControlOver(HANGS)
    const { execPath } = process
    process.execPath = join(directory.path, 'no-such-program')
    const fetching = expect(control.fetch({})).rejects.toMatchObject({
      code: 'control-crashed',
      message: expect.stringMatching(/could not be started: .*ENOENT/) as string,
    })
    await eventually('it was tried', () => control.pid === undefined)
    await fetching
    process.execPath = execPath
  })

  it('has a new process after the end of one', async () => {
    const { control, become } = await aControlOver('process.exit(1)')
    await expect(control.fetch({})).rejects.toMatchObject({ code: 'control-crashed' })
    await become(ANSWERS(`{ kind: 'fetched', tip: { commit: { id: '${COMMIT}' } } }`))
    expect(await control.fetch({})).toEqual({ commit: { id: COMMIT } })
    const { pid } = control
    await become(HANGS)
    process.kill(pid!, 'SIGKILL')
    await eventually('its end is noticed', () => control.pid === undefined)
  })

  it('asks one thing at a time', async () => {
    const { control } = await aControlOver(ANSWERS(`{ kind: 'fetched', tip: { commit: { id: 'a' } } }`))
    const first = control.fetch({})
    const second = control.admit(COMMIT)
    expect(await first).toEqual({ commit: { id: 'a' } })
    const refused = expect(second).rejects.toMatchObject({ code: 'control-closed' })
    await control.close()
    await refused
  })

  it('ends with what is under way, at once, and leaves no process behind', async () => {
    const { control } = await aControlOver(HANGS)
    const admission = expect(control.admit(COMMIT)).rejects.toMatchObject({ code: 'control-closed' })
    await isAsked(control)
    const pid = control.pid!
    await control.close()
    await admission
    expect(isRunning(pid)).toBe(false)
    await expect(control.fetch({})).rejects.toMatchObject({ code: 'control-closed' })
    await control.close()
  })
})
