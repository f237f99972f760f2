import { describe, expect, it } from 'vitest'
import { parseTokenEntries } from './parse-token-entries.ts'
import { describeTokenUsage, runTokenCommand } from './token-command.ts'
import { TokenRegistry } from './token-registry.ts'

describe('evenkeel-server token', () => {
  it('prints a token, and the entry that makes it good', () => {
    const printed = runTokenCommand(['--kind', 'sdk-server', '--environment', 'production', '--name', 'shop'])

    const [token = ''] = /ek_\S+/.exec(printed) ?? []
    const [entry = ''] = /\{[^}]+\}/.exec(printed) ?? []
    const registry = new TokenRegistry(parseTokenEntries(`[${entry}]`, 'tokens.json'))
    expect(registry.authenticate(`Bearer ${token}`)).toEqual({
      name: 'shop',
      kind: 'sdk-server',
      environment: 'production',
    })
    expect(entry).not.toContain(token)
  })

  it('makes an operator’s token without an environment', () => {
    expect(runTokenCommand(['--kind', 'operator', '--name', 'ada'])).not.toContain('"environment"')
  })

  it.each([
    [[], '--kind must be one of sdk-server, sdk-client, operator, admin'],
    [['--kind', 'root', '--name', 'x'], '--kind must be one of sdk-server, sdk-client, operator, admin'],
    [['--kind', 'operator'], '--name is required: it says in logs whose token it is'],
    [
      ['--kind', 'sdk-client', '--name', 'app'],
      '--environment is required: a token of kind sdk-client is good for one',
    ],
    [
      ['--kind', 'admin', '--name', 'x', '--environment', 'y'],
      '--environment does not go with --kind admin, which is for all of them',
    ],
    [['--knid', 'operator'], expect.stringContaining("Unknown option '--knid'")],
  ])('refuses %j', (args, problem) => {
    expect(() => runTokenCommand(args)).toThrow(
      expect.objectContaining({ problems: expect.arrayContaining([problem]) as string[] }),
    )
  })

  it('explains the kinds', () => {
    expect(describeTokenUsage()).toContain('sdk-client  a browser or phone')
  })
})
