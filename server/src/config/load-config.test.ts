import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateToken } from '../access/token.ts'
import { ConfigError } from '../errors.ts'
import { loadConfig } from './load-config.ts'

const minimal = ['--repo', 'https://git.example.com/shop/config.git']

function problemsOf(args: readonly string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    loadConfig(args, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('loadConfig', () => {
  it('needs nothing but a repository', () => {
    expect(loadConfig(minimal, {})).toEqual({
      repo: { kind: 'remote', url: 'https://git.example.com/shop/config.git' },
      branch: 'main',
      path: '',
      dataDir: resolve('evenkeel-data'),
      host: '127.0.0.1',
      port: 8080,
      pollMs: 10_000,
      tickMs: 5000,
      history: 'descendants',
      massChangePercent: 30,
      transferIdleMs: 30_000,
      transferTotalMs: 600_000,
      admissionMs: 120_000,
      admissionMemoryBytes: 1024 ** 3,
      logLevel: 'info',
      lameDuckMs: 5000,
      drainMs: 10_000,
    })
  })

  it('reads every variable', () => {
    const config = loadConfig([], {
      EVENKEEL_REPO: '/srv/config.git',
      EVENKEEL_REPO_TOKEN: 'repo-secret',
      EVENKEEL_BRANCH: 'live',
      EVENKEEL_PATH: 'flags/',
      EVENKEEL_POLL_SECONDS: '0.5',
      EVENKEEL_HISTORY: 'any',
      EVENKEEL_MASS_CHANGE_PERCENT: '50',
      EVENKEEL_TRANSFER_IDLE_SECONDS: '5',
      EVENKEEL_TRANSFER_SECONDS: '50',
      EVENKEEL_ADMISSION_SECONDS: '20',
      EVENKEEL_ADMISSION_MEMORY_MIB: '512',
      EVENKEEL_WEBHOOK_SECRET: 'hook-secret',
      EVENKEEL_HOST: '::',
      EVENKEEL_PORT: '0',
      EVENKEEL_TICK_SECONDS: '2',
      EVENKEEL_CORS_ORIGINS: 'https://shop.example.com, http://localhost:5173',
      EVENKEEL_TOKENS_FILE: '/etc/tokens.json',
      EVENKEEL_ADMIN_TOKEN: 'an-admin-token-of-ours',
      EVENKEEL_SIGNING_KEY_FILE: '/etc/key.pem',
      EVENKEEL_DATA_DIR: '/var/lib/evenkeel',
      DATABASE_URL: 'postgres://evenkeel:pw@db.example.com/evenkeel',
      EVENKEEL_LOG_LEVEL: 'debug',
      EVENKEEL_LAME_DUCK_SECONDS: '0',
      EVENKEEL_DRAIN_SECONDS: '1.5',
    })

    expect(config).toEqual({
      repo: { kind: 'local', path: '/srv/config.git' },
      repoToken: 'repo-secret',
      branch: 'live',
      path: 'flags',
      pollMs: 500,
      webhookSecret: 'hook-secret',
      host: '::',
      port: 0,
      tickMs: 2000,
      history: 'any',
      massChangePercent: 50,
      transferIdleMs: 5000,
      transferTotalMs: 50_000,
      admissionMs: 20_000,
      admissionMemoryBytes: 512 * 1024 * 1024,
      corsOrigins: ['https://shop.example.com', 'http://localhost:5173'],
      tokensFile: '/etc/tokens.json',
      adminTokenSha256: createHash('sha256').update('an-admin-token-of-ours').digest('hex'),
      signingKeyFile: '/etc/key.pem',
      dataDir: '/var/lib/evenkeel',
      databaseUrl: 'postgres://evenkeel:pw@db.example.com/evenkeel',
      logLevel: 'debug',
      lameDuckMs: 0,
      drainMs: 1500,
    })
  })

  it('lets a flag beat its variable, in both ways of writing it', () => {
    const environment = { EVENKEEL_PORT: '1', EVENKEEL_BRANCH: 'variable' }

    const config = loadConfig([...minimal, '--port=2', '--branch', 'flag'], environment)

    expect(config).toMatchObject({ port: 2, branch: 'flag' })
  })

  it('takes an empty variable as one that is not set', () => {
    expect(loadConfig(minimal, { DATABASE_URL: '', EVENKEEL_PORT: '' })).toMatchObject({ port: 8080 })
    expect(loadConfig(minimal, { DATABASE_URL: '' })).not.toHaveProperty('databaseUrl')
  })

  it('reports every problem at once', () => {
    expect(
      problemsOf(['--prot', '80', '--tick-seconds', '0', 'stray'], {
        EVENKEEL_PORT: '70000',
        EVENKEEL_BRANCHH: 'x',
        EVENKEEL_LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      'There is no option --prot: did you mean --port?; --help lists them',
      '"80" is not an option: options are written --name value',
      '"stray" is not an option: options are written --name value',
      'There is no variable EVENKEEL_BRANCHH: did you mean EVENKEEL_BRANCH?',
      '--repo or EVENKEEL_REPO is required: The configuration repository: an https:// address, an http:// one on the loopback interface, or a path to a local repository.',
      'EVENKEEL_PORT is "70000"; it must be an integer from 0 to 65535',
      '--tick-seconds is "0"; it must be a number of seconds from 1 to 60',
      'EVENKEEL_LOG_LEVEL is "loud"; it must be one of fatal, error, warn, info, debug, silent',
    ])
  })

  it.each([
    [['--repo'], '--repo needs a value'],
    [['--repo', '--port', '80'], '--repo needs a value'],
    [['--repo='], '--repo needs a value'],
    [[...minimal, '--branch', ''], '--branch needs a value'],
    [[...minimal, '--port', '1', '--port', '2'], '--port is given twice'],
    [[...minimal, '--whatever', '1'], 'There is no option --whatever; --help lists them'],
  ])('refuses %j', (args, problem) => {
    expect(problemsOf(args)).toContain(problem)
  })

  it('refuses a secret on the command line without repeating it', () => {
    const problems = problemsOf([...minimal, '--webhook-secret', 'hunter2'])

    expect(problems).toEqual([
      '--webhook-secret is a secret, and every process can read the command line: set EVENKEEL_WEBHOOK_SECRET instead',
    ])
  })

  it('leaves the variables of the CLI and of Kubernetes alone', () => {
    const environment = {
      EVENKEEL_URL: 'https://flags.example.com',
      EVENKEEL_TOKEN: 'ek_…',
      EVENKEEL_SERVICE_HOST: '10.0.0.1',
      EVENKEEL_SERVICE_PORT: '8080',
      EVENKEEL_SERVICE_PORT_HTTP: '8080',
      EVENKEEL_PORT_8080_TCP_ADDR: '10.0.0.1',
      EVENKEEL_PORT_8080_TCP_PORT: '8080',
      EVENKEEL_PORT_8080_TCP_PROTO: 'tcp',
      EVENKEEL_PORT_8080_TCP: 'tcp://10.0.0.1:8080',
    }

    expect(problemsOf(minimal, environment)).toEqual([])
  })

  it('says what to do about the port that Kubernetes sets for a service of that name', () => {
    expect(problemsOf(minimal, { EVENKEEL_PORT: 'tcp://10.0.0.1:8080' })[0]).toContain(
      'enableServiceLinks: false',
    )
  })

  it.each(['https://ada:hunter2@git.example.com/c.git', 'https://hunter2@git.example.com/c.git'])(
    'refuses credentials inside the repository address, and does not repeat them',
    (repo) => {
      const problems = problemsOf([], { EVENKEEL_REPO: repo })

      expect(problems).toEqual([
        'EVENKEEL_REPO holds credentials, which would end up in logs: leave them out, and set EVENKEEL_REPO_TOKEN',
      ])
    },
  )

  it.each([
    'git@github.com:shop/config.git',
    'ssh://git@github.com/shop/config.git',
    'git://example.com/c.git',
  ])('says that %s is not supported', (repo) => {
    expect(problemsOf(['--repo', repo])[0]).toContain('use the https:// one')
  })

  it.each(['ftp://example.com/c.git', 'http://example.com/c.git', 'https://'])(
    'refuses the repository address %s',
    (repo) => {
      expect(problemsOf(['--repo', repo])).toHaveLength(1)
    },
  )

  it.each(['/srv/config.git', './config', 'C:\\config', 'http://localhost:3000/c.git', 'file:///srv/c.git'])(
    'takes %s as a repository',
    (repo) => {
      expect(problemsOf(['--repo', repo])).toEqual([])
    },
  )

  it.each(['mysql://u:hunter2@h/d', 'hunter2', 'postgres:///d', 'postgres://u:p#w@h/d/hunter2 '])(
    'refuses a DATABASE_URL that PostgreSQL would not take, without repeating it',
    (url) => {
      const [problem = ''] = problemsOf(minimal, { DATABASE_URL: url })

      expect(problem).toMatch(/^DATABASE_URL is not of the form/)
      expect(problem).not.toContain('hunter2')
    },
  )

  it.each([
    ['*', undefined],
    ['https://shop.example.com, http://localhost:5173, capacitor://localhost', undefined],
    [
      'https://Shop.example.com:443',
      'holds "https://Shop.example.com:443", which is no origin: write https://shop.example.com, with commas between several, or *',
    ],
    [
      'null',
      'holds "null", which is no origin: write https://shop.example.com, with commas between several, or *',
    ],
    [
      'shop.example.com',
      'holds "shop.example.com", which is no origin: write https://shop.example.com, with commas between several, or *',
    ],
    [
      'https://a.example.com/shop',
      'holds "https://a.example.com/shop", which is no origin: write https://a.example.com, with commas between several, or *',
    ],
    [
      'https://a.example.com,',
      'holds "", which is no origin: write https://shop.example.com, with commas between several, or *',
    ],
  ])('reads the origins %s', (origins, problem) => {
    const problems = problemsOf([...minimal, '--cors-origins', origins])
    expect(problems).toEqual(problem === undefined ? [] : [`--cors-origins ${problem}`])
  })

  it('refuses an admin token that could be guessed', () => {
    expect(problemsOf(minimal, { EVENKEEL_ADMIN_TOKEN: 'hunter2' })).toEqual([
      'EVENKEEL_ADMIN_TOKEN is shorter than 16 characters',
    ])
  })

  it('takes a token of ours for an admin token, when it is whole and of that kind', () => {
    const problemOf = (token: string) => problemsOf(minimal, { EVENKEEL_ADMIN_TOKEN: token })[0]

    expect(problemOf(generateToken('admin'))).toBeUndefined()
    expect(problemOf(generateToken('admin').slice(0, -1))).toContain('was not copied in full')
    expect(problemOf(generateToken('operator'))).toContain('is a token of kind operator')
  })

  it('keeps no admin token, only its hash', () => {
    const config = loadConfig(minimal, { EVENKEEL_ADMIN_TOKEN: 'an-admin-token-of-ours' })

    expect(JSON.stringify(config)).not.toContain('an-admin-token-of-ours')
  })

  it('either loads or throws ConfigError, whatever it is given', () => {
    const words = fc.constantFrom(
      '--repo',
      '--port',
      '--repo=x',
      '-p',
      '--',
      '--port=',
      '=',
      '__proto__',
      '1',
      '',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.string())),
        fc.dictionary(fc.string(), fc.string()),
        (args, env) => {
          try {
            expect(loadConfig(args, env).repo).toBeDefined()
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError)
            expect((error as ConfigError).problems).not.toHaveLength(0)
          }
        },
      ),
    )
  })
})
