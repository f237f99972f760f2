import { spawn } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TemporaryDirectory } from '@evenkeel/test/support'
import {
  childrenOf,
  eventually,
  hasProcesses,
  SLOW_CONFIG,
  temporaryDirectory,
  workedTicks,
} from '@evenkeel/test/support'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtCli } from '../support/built-server.ts'

const BIN = fileURLToPath(new URL('../../cli/bin/evenkeel.js', import.meta.url))
const TEMPLATE = fileURLToPath(new URL('../../config-repo-template', import.meta.url))

/** More than it takes to start, so that what goes on is the loop. */
const BUSY_TICKS = 100

describe('the limits of the command', () => {
  let directory: TemporaryDirectory
  let slow = ''
  beforeAll(async () => {
    await builtCli()
    directory = await temporaryDirectory()
    slow = join(directory.path, 'slow')
    await cp(TEMPLATE, slow, { recursive: true })
    await writeFile(join(slow, 'configs/slow.yaml'), SLOW_CONFIG)
  })
  afterAll(() => directory[Symbol.asyncDispose]())

  it('end a run that takes too long: exit code 1, the limit, where, and what to look for', async () => {
    const { code, stderr } = await run(['validate', 'slow'], { EVENKEEL_ADMISSION_SECONDS: '2' })
    expect(stderr).toMatch(/^error: `evenkeel validate slow` in .* takes longer than 2 s, and was ended/)
    expect(stderr).toMatch(/^hint: .*`pattern`.*EVENKEEL_ADMISSION_SECONDS/m)
    expect(code).toBe(1)
  })

  it('end a run that needs too much memory', async () => {
    const { code, stderr } = await run(['validate', TEMPLATE], { EVENKEEL_ADMISSION_MEMORY_MIB: '16' })
    expect(stderr).toMatch(/needs more than 16 MiB of memory, and was ended/)
    expect(stderr).toMatch(/EVENKEEL_ADMISSION_MEMORY_MIB/)
    expect(code).toBe(1)
  })

  it('let a run be that stays within them, with its output and its exit code', async () => {
    expect(await run(['validate', TEMPLATE])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('valid') as string,
      stderr: '',
    })
    expect((await run(['validate', '--formt'])).code).toBe(2)
  })

  it('need no other process for what reads no repository', async () => {
    const { code, stdout } = await run(['validate', '--help'], { EVENKEEL_ADMISSION_MEMORY_MIB: '16' })
    expect(stdout).toContain('Usage: evenkeel validate')
    expect(code).toBe(0)
  })

  it('pass on the wish to end, to a build that watches', async () => {
    const out = join(directory.path, 'snapshot.evk')
    const running = start(['build', TEMPLATE, '--env', 'production', '--out', out, '--watch'])
    await eventually('it watches', () => running.stdout().includes('flags'))
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
  })

  it.runIf(hasProcesses)('end what is too busy to hear that it is to end', async () => {
    const running = start(['validate', slow])
    await eventually('it reads the repository', () =>
      childrenOf(running.child.pid!).some((pid) => workedTicks(pid) > BUSY_TICKS),
    )
    running.child.kill('SIGTERM')
    expect(await running.ended).toMatchObject({ code: null, signal: 'SIGTERM' })
  })

  interface End {
    readonly code: number | null
    readonly signal: string | null
    readonly stdout: string
    readonly stderr: string
  }

  function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [BIN, ...argv], {
      cwd: directory.path,
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    const written = { stdout: '', stderr: '' }
    child.stdout.on('data', (text: Buffer) => (written.stdout += String(text)))
    child.stderr.on('data', (text: Buffer) => (written.stderr += String(text)))
    const ended = new Promise<End>((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, ...written })),
    )
    return { child, ended, stdout: () => written.stdout }
  }

  const run = (argv: readonly string[], env?: Readonly<Record<string, string>>) => start(argv, env).ended
})
