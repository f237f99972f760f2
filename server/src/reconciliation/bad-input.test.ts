import { aConfigRepository, fakeClock } from '@evenkeel/test/support'
import { expect, it } from 'vitest'
import { aProcess } from './a-process.ts'

const FLAG = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: new-flag
spec:
  type: boolean
  defaultVariant: off
`

/** Nine levels of ten aliases each: a billion strings, if they were followed. */
const ALIAS_BOMB = [
  'a0: &a0 [lol, lol, lol]',
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => {
    const alias = `*a${level - 1}`
    return `a${level}: &a${level} [${Array.from({ length: 10 }, () => alias).join(', ')}]`
  }),
].join('\n')

it.each([
  ['is of 100 MB', new Uint8Array(100 * 1024 * 1024).fill(0x23), 'file-too-large'],
  ['is not UTF-8', Uint8Array.of(...new TextEncoder().encode('a: "'), 0xc3, 0x28, 0x22, 0x0a), 'not-utf-8'],
  ['has a key twice', `${FLAG}  type: string\n`, 'duplicate-key'],
  ['is an alias bomb', ALIAS_BOMB, 'yaml-anchor'],
  ['has a kind that is unknown', FLAG.replace('kind: Flag', 'kind: Flagg'), 'unknown-kind'],
  ['has no apiVersion', FLAG.replace(/^.*\n/, ''), 'missing-api-version'],
  [
    'refers to a flag that is not there',
    `${FLAG}  prerequisites:\n    - flag: newcart\n      variants: [on]\n`,
    'unknown-reference',
  ],
  [
    'refers to a segment that is not there',
    `${FLAG}  rules:\n    - name: a\n      if: $segment("x")\n      serve: on\n`,
    'unknown-reference',
  ],
  [
    'refers to an environment that is not there',
    `${FLAG}  environments:\n    prod:\n      state: ENABLED\n`,
    'unknown-reference',
  ],
  [
    'serves a variant that is not there',
    `${FLAG}  rules:\n    - name: a\n      serve: onn\n`,
    'unknown-variant',
  ],
])(
  'a file that %s is refused with its place and what to do, and what was served stays',
  async (_, file, code) => {
    const { repository, service, reconcile } = aProcess({ clock: fakeClock() })
    const files = aConfigRepository().files()
    const good = repository.commit('Good', Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
    await reconcile()
    const served = service.find('production')
    expect(served?.stored.commit).toBe(good)

    repository.commit('Bad', { 'flags/new-flag.yaml': file })
    const { outcome, issues } = await reconcile()

    expect(outcome).toBe('refused')
    expect(issues[0]).toMatchObject({ code, severity: 'error', file: 'flags/new-flag.yaml' })
    expect(issues[0]?.line).toBeGreaterThan(0)
    expect(issues[0]?.hint).toBeTruthy()
    expect(service.find('production')).toBe(served)
  },
)
