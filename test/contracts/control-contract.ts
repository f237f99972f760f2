import { aConfigRepository, nodePlatform } from '@evenkeel/test/support'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Control, Verdict } from '../../server/src/control/control.ts'
import { RepositoryError } from '../../server/src/errors.ts'
import type { ObjectId } from '../../server/src/git/repository.ts'

/** Whatever stands behind a Control, and the means to change what it reads. */
export interface ControlFixture {
  /** Commits on top of the branch `main`. */
  commit(message: string, changes: Readonly<Record<string, string | Uint8Array | null>>): Promise<ObjectId>
  open(options?: { readonly branch?: string }): Control
  close(): Promise<void>
}

const STAGING = `apiVersion: evenkeel/v1
kind: Environment
metadata:
  name: staging
spec: {}
`
const LIMITS = `apiVersion: evenkeel/v1
kind: Config
metadata:
  name: limits
spec:
  schema: { type: object }
  value: { perMinute: 60 }
`

const files = Object.fromEntries(
  aConfigRepository()
    .withFile('environments/staging.yaml', STAGING)
    .withFile('configs/limits.yaml', LIMITS)
    .files()
    .map(({ path, bytes }) => [path, bytes]),
)
const FLAG = 'flags/checkout-redesign.yaml'

const textOf = (deflated: Uint8Array) => Buffer.from(nodePlatform.inflate(deflated, 1_000_000)).toString()

function contentOf({ compilations }: Verdict, environment: string): string {
  const found = compilations?.find((compilation) => compilation.environment === environment)
  if (!found) throw new Error(`there is no compilation of ${environment}`)
  const text = textOf(found.content)
  expect(Buffer.byteLength(text)).toBe(found.contentLength)
  return text
}

export function itIsAControl(name: string, createFixture: () => Promise<ControlFixture>): void {
  describe(`${name} is a Control`, () => {
    let fixture: ControlFixture
    const open: Control[] = []
    beforeEach(async () => {
      fixture = await createFixture()
    })
    afterEach(async () => {
      await Promise.all(open.splice(0).map((control) => control.close()))
      await fixture.close()
    })

    const aControl = (options?: { readonly branch?: string }): Control => {
      const control = fixture.open(options)
      open.push(control)
      return control
    }

    it('fetches the newest commit, and says how it stands to one that was before', async () => {
      const first = await fixture.commit('First', files)
      const control = aControl()
      const { commit, relation } = await control.fetch({})
      expect({ id: commit.id, subject: commit.subject, relation }).toEqual({ id: first, subject: 'First' })
      expect(await control.fetch({ known: first })).toEqual({ commit, relation: 'same' })
      const second = await fixture.commit('Second', { 'notes.txt': 'x' })
      expect(await control.fetch({ known: first })).toMatchObject({
        commit: { id: second },
        relation: 'descendant',
      })
    })

    it('admits a commit: a compilation of every environment, ready to be kept', async () => {
      const commit = await fixture.commit('First', files)
      const control = aControl()
      await control.fetch({})
      const verdict = await control.admit(commit)
      expect(verdict.issues).toEqual([])
      expect(verdict.compilations?.map(({ environment }) => environment).sort()).toEqual([
        'production',
        'staging',
      ])
      expect(contentOf(verdict, 'production')).toMatch(/^\["flag","checkout-redesign",.*"ENABLED"/)
      const [compilation] = verdict.compilations!
      expect(compilation).toMatchObject({
        formatVersion: 1,
        commit,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        summary: { boundaries: [], flags: 1, segments: 0, configs: 1 },
        frameBytes: expect.any(Number) as number,
      })
      const companion: unknown = JSON.parse(textOf(compilation!.companion!))
      expect(companion).toMatchObject({
        protected: expect.any(Boolean) as boolean,
        flags: { 'checkout-redesign': { rules: [{ name: 'staff' }] } },
        configs: { limits: { schema: { type: 'object' } } },
      })
    })

    it('gives what changed at the next commit, and the same for what did not', async () => {
      const first = await fixture.commit('First', files)
      const control = aControl()
      await control.fetch({})
      const before = await control.admit(first)
      const flag = new TextDecoder().decode(files[FLAG]).replace('state: ENABLED', 'state: DISABLED')
      const second = await fixture.commit('Second', { [FLAG]: flag })
      await control.fetch({})
      const after = await control.admit(second)
      expect(contentOf(after, 'production')).toContain('DISABLED')
      expect(contentOf(after, 'staging')).toBe(contentOf(before, 'staging'))
      expect(after.compilations?.map(({ commit }) => commit)).toEqual([second, second])
    })

    it('refuses a commit with every issue, and no compilation', async () => {
      const commit = await fixture.commit('First', { ...files, 'flags/broken.yaml': 'kind: [' })
      const control = aControl()
      await control.fetch({})
      const { issues, compilations } = await control.admit(commit)
      expect(compilations).toBeUndefined()
      expect(issues).toEqual([expect.objectContaining({ file: 'flags/broken.yaml', severity: 'error' })])
    })

    it('says what keeps Git from being read, in the words of who knows', async () => {
      await fixture.commit('First', files)
      const error: unknown = await aControl({ branch: 'trunk' })
        .fetch({})
        .catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(RepositoryError)
      expect(error).toMatchObject({
        code: 'branch-not-found',
        message: expect.stringContaining('trunk') as string,
        hint: expect.stringContaining('EVENKEEL_BRANCH') as string,
      })
    })

    it('goes on after a failure', async () => {
      const control = aControl()
      await expect(control.fetch({})).rejects.toMatchObject({ code: 'repository-empty' })
      const commit = await fixture.commit('First', files)
      await control.fetch({})
      expect((await control.admit(commit)).compilations).toHaveLength(2)
    })
  })
}
