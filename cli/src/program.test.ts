import { describe, expect, it } from 'vitest'
import { fakeHost } from './fake-host.ts'
import { run } from './run.ts'

describe('the command line', () => {
  it('lists its commands for --help, on standard output', async () => {
    const host = fakeHost()
    expect(await run(['--help'], host)).toBe(0)
    for (const command of [
      'init',
      'validate',
      'test',
      'evaluate',
      'explain',
      'diff',
      'build',
      'codegen',
      'schemas',
    ]) {
      expect(host.out()).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
    }
    expect(host.err()).toBe('')
  })

  it.each(['init', 'validate', 'test', 'evaluate', 'explain', 'diff', 'build', 'codegen', 'schemas'])(
    'shows examples of %s',
    async (command) => {
      const host = fakeHost()
      expect(await run([command, '--help'], host)).toBe(0)
      expect(host.out()).toMatch(new RegExp(`Examples?:\n  (.*&& )?evenkeel ${command}`))
      expect(
        Math.max(
          ...host
            .out()
            .split('\n')
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(140)
    },
  )

  it('prints its version', async () => {
    const host = fakeHost()
    expect(await run(['--version'], host)).toBe(0)
    expect(host.out()).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('prints help on standard error when nothing is asked', async () => {
    const host = fakeHost()
    expect(await run([], host)).toBe(2)
    expect(host.err()).toContain('Usage: evenkeel')
    expect(host.out()).toBe('')
  })

  it.each([
    [['valdate'], "unknown command 'valdate'\n(Did you mean validate?)"],
    [['validate', '--formt', 'json'], "unknown option '--formt'\n(Did you mean --format?)"],
    [['validate', '--format', 'xml'], 'Allowed choices are human, json, github'],
    [['evaluate', 'a'], "required option '--env <environment>' not specified"],
    [['evaluate', '--env', 'p'], "missing required argument 'flag'"],
    [['validate', 'a', 'b'], 'too many arguments'],
    [['evaluate', 'a', '--env', 'p', '--context', '{'], '--context is not JSON'],
    [['evaluate', 'a', '--env', 'p', '--context', '[]'], '--context is not a JSON object'],
    [['evaluate', 'a', '--env', 'p', '--at', '2026-12-01'], 'is not an instant'],
    [['evaluate', 'a', '--env', 'p', '--at', '2026-02-30T00:00:00Z'], 'is not an instant'],
    [['evaluate', 'a', '.', '--env', 'p', '--url', 'https://x'], 'cannot be combined'],
    [
      ['evaluate', 'a', '--env', 'p', '--url', 'https://x', '--at', '2026-12-01T00:00:00Z'],
      'a server evaluates by its own clock',
    ],
  ])('refuses %j on standard error', async (argv, message) => {
    const host = fakeHost()
    expect(await run(argv, host)).toBe(2)
    expect(host.err()).toContain(message)
    expect(host.out()).toBe('')
  })

  it('says that there is no configuration here', async () => {
    const host = fakeHost({ cwd: '/' })
    expect(await run(['validate'], host)).toBe(2)
    expect(host.err()).toMatch(/^error: there is no evenkeel.yaml here or in a folder above\nhint: /)
  })
})
