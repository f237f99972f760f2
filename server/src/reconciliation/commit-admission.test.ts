import { describe, expect, it } from 'vitest'
import { FakeControl } from '../control/fake-control.ts'
import { admissionTimedOut, closed } from '../control/control-faults.ts'
import { CommitAdmission } from './commit-admission.ts'

const COMMIT = 'a'.repeat(40)
const OTHER = 'b'.repeat(40)
const VERDICT = { issues: [], compilations: [] }

function anAdmission() {
  const control = new FakeControl()
  return { control, admission: new CommitAdmission(control) }
}

describe('the admission of commits', () => {
  it('asks once what is remembered after', async () => {
    const { control, admission } = anAdmission()
    control.admits(COMMIT, VERDICT)

    expect(admission.findDecided(COMMIT)).toBeUndefined()
    expect(await admission.admit(COMMIT)).toBe(VERDICT)
    expect(await admission.admit(COMMIT)).toBe(VERDICT)
    expect(admission.findDecided(COMMIT)).toBe(VERDICT)

    expect(control.asked.admissions).toEqual([COMMIT])
  })

  it('asks again once it was told to forget', async () => {
    const { control, admission } = anAdmission()
    control.admits(COMMIT, VERDICT)
    await admission.admit(COMMIT)

    admission.forget()
    await admission.admit(COMMIT)

    expect(control.asked.admissions).toEqual([COMMIT, COMMIT])
  })

  it('tries a commit that goes over a limit twice more, and then refuses it', async () => {
    const { control, admission } = anAdmission()
    control.admits(COMMIT, admissionTimedOut(COMMIT, 120_000))

    await expect(admission.admit(COMMIT)).rejects.toThrow('not admitted within 120 s')
    await expect(admission.admit(COMMIT)).rejects.toThrow('not admitted within 120 s')
    const { issues, compilations } = await admission.admit(COMMIT)

    expect(compilations).toBeUndefined()
    expect(issues).toMatchObject([{ code: 'admission-over-limit', severity: 'error', file: 'evenkeel.yaml' }])
    expect(issues[0]?.message).toContain('it was tried 3 times')
    expect(issues[0]?.hint).toContain('POST /v1/sync/retry')
    expect(await admission.admit(COMMIT)).toEqual({ issues })
    expect(control.asked.admissions).toHaveLength(3)
  })

  it('counts for each commit by itself', async () => {
    const { control, admission } = anAdmission()
    for (const commit of [COMMIT, OTHER]) control.admits(commit, admissionTimedOut(commit, 1_000))

    await expect(admission.admit(COMMIT)).rejects.toThrow()
    await expect(admission.admit(COMMIT)).rejects.toThrow()
    await expect(admission.admit(OTHER)).rejects.toThrow()
    await expect(admission.admit(OTHER)).rejects.toThrow()
  })

  it('does not count what says nothing of the commit', async () => {
    const { control, admission } = anAdmission()
    control.admits(COMMIT, closed())

    for (let time = 1; time <= 4; time++) {
      await expect(admission.admit(COMMIT)).rejects.toThrow('shutting down')
    }
  })
})
