import { bucketOf } from '@evenkeel/core/evaluation'
import type { ResolutionDetails } from '@evenkeel/core/evaluation'
import type { Narrator } from './narrator.ts'
import type { Stage } from './stage.ts'
import { SERVER_POLL_SECONDS, SERVICE_POLL_SECONDS } from './stage.ts'
import { fetchSyncStatus, waitForOutcome } from './sync-status.ts'
import { medianOf, waitUntil } from './wait-until.ts'

const FLAG = 'checkout-redesign'
const FLAG_FILE = 'flags/checkout/checkout-redesign.yaml'
const SEED = 'checkout-redesign-2026'
/** The share of subjects that the template exposes. */
const TEMPLATE_PERCENT = 10
const RAMP_WITH_WEBHOOK = [TEMPLATE_PERCENT, 20, 30, 40, 50, 60]
const RAMP_WITHOUT_WEBHOOK = [60, 75, 90, 100]

interface Scene {
  readonly stage: Stage
  readonly narrator: Narrator
}

/** Tells the main job on a real stage. Throws at the first thing that does not happen. */
export async function tellStory(scene: Scene): Promise<void> {
  await showEvaluations(scene)
  await rampWithWebhook(scene)
  await rampWithoutWebhook(scene)
  await pushBrokenCommit(scene)
  await restartOnBrokenCommit(scene)
  await revertBrokenCommit(scene)
}

async function showEvaluations({ stage, narrator }: Scene): Promise<void> {
  narrator.chapter('Two services evaluate in process')
  narrator.say(
    `"checkout" streams, "warehouse" polls every ${SERVICE_POLL_SECONDS} s. Both hold the whole snapshot of production.`,
  )
  const contexts = [
    { targetingKey: subjectBetween(0, TEMPLATE_PERCENT) },
    { targetingKey: subjectBetween(TEMPLATE_PERCENT, 100) },
    {},
  ]
  const rows = await Promise.all(
    contexts.flatMap((context) =>
      stage.services.map(async (service) => {
        const { value, reason, flagMetadata } = await service.evaluate(FLAG, context)
        return [
          service.name,
          context.targetingKey ?? '(no key)',
          String(value),
          reason,
          flagMetadata.ruleName ?? '–',
          flagMetadata.bucketing ?? '',
        ]
      }),
    ),
  )
  narrator.table([['service', 'targeting key', FLAG, 'reason', 'rule', ''], ...rows])
  await expectBoth(stage, contexts[0] ?? {}, true)
  await expectBoth(stage, contexts[1] ?? {}, false)
  narrator.observed(
    `at ${TEMPLATE_PERCENT} % the first subject is exposed and the second is not, in both services`,
  )
}

async function rampWithWebhook(scene: Scene): Promise<void> {
  scene.narrator.chapter('Commits that ramp the flag, with a webhook')
  await ramp(scene, RAMP_WITH_WEBHOOK, { webhook: true, medianBelowMs: 1000 })
}

async function rampWithoutWebhook(scene: Scene): Promise<void> {
  scene.narrator.chapter(`Commits that no webhook announces; the server polls every ${SERVER_POLL_SECONDS} s`)
  await ramp(scene, RAMP_WITHOUT_WEBHOOK, { webhook: false, medianBelowMs: (SERVER_POLL_SECONDS + 1) * 1000 })
}

async function ramp(
  { stage, narrator }: Scene,
  steps: readonly number[],
  { webhook, medianBelowMs }: { readonly webhook: boolean; readonly medianBelowMs: number },
): Promise<void> {
  const rows: string[][] = []
  const untilBoth: number[] = []
  for (const [index, to] of steps.slice(1).entries()) {
    const from = steps[index] ?? 0
    const targetingKey = subjectBetween(from, to)
    await expectBoth(stage, { targetingKey }, false)
    await afterAQuietMoment()
    const pushed = performance.now()
    await changeFlag(stage, `percent: ${from}`, `percent: ${to}`)
    if (webhook) await stage.sendWebhook()
    const times = await timesUntil(stage, pushed, { targetingKey }, true)
    untilBoth.push(Math.max(...times))
    rows.push([`${from} % → ${to} %`, targetingKey, ...times.map((time) => `${Math.round(time)} ms`)])
  }
  narrator.table([['percent', 'now exposed', ...stage.services.map(({ name }) => name)], ...rows])
  const median = medianOf(untilBoth)
  if (median >= medianBelowMs) throw new Error(`the median until both answered is ${Math.round(median)} ms`)
  narrator.observed(`from commit until both answer differently: median ${Math.round(median)} ms`)
}

async function pushBrokenCommit({ stage, narrator }: Scene): Promise<void> {
  narrator.chapter('A broken commit')
  const before = await answers(stage)
  const commit = await changeFlag(stage, 'serve: on', 'serve: onn')
  await stage.sendWebhook()
  const status = await waitForOutcome(stage, commit, 'refused')
  narrator.observed(`${commit.slice(0, 8)} is refused:`)
  for (const issue of status.issues) {
    narrator.say(`  ${issue.file}:${issue.line}:${issue.column}  ${issue.message}`)
    if (issue.hint !== undefined) narrator.say(`    ${issue.hint}`)
  }
  await expectSame(stage, before)
  narrator.observed('both services answer as before')
}

async function restartOnBrokenCommit({ stage, narrator }: Scene): Promise<void> {
  narrator.chapter('The server restarts while the newest commit is broken')
  const before = await answers(stage)
  await stage.restartServer()
  await expectSame(stage, before)
  for (const service of stage.services) {
    for (const line of service.takeLog()) narrator.say(`${service.name} logged: ${line}`)
  }
  const { served } = await fetchSyncStatus(stage)
  const production = served.find(({ environment }) => environment === 'production')
  if (production?.commit !== before[0]?.flagMetadata.commit) {
    throw new Error('the restarted server does not serve what it served before')
  }
  narrator.observed(
    `it serves ${production?.commit.slice(0, 8) ?? ''}, the last good commit; both services answer as before`,
  )
}

async function revertBrokenCommit({ stage, narrator }: Scene): Promise<void> {
  narrator.chapter('A revert')
  const [answer] = await answers(stage)
  const started = performance.now()
  const commit = await stage.repository.restore(
    'Revert "Change checkout-redesign"',
    answer?.flagMetadata.commit ?? '',
  )
  await stage.sendWebhook()
  await waitUntil(`both services are on ${commit}`, async () =>
    (await answers(stage)).every(({ flagMetadata }) => flagMetadata.commit === commit),
  )
  narrator.observed(
    `both services are on ${commit.slice(0, 8)}, revision ${(await answers(stage))[0]?.flagMetadata.revision ?? ''}, after ${Math.round(performance.now() - started)} ms`,
  )
}

async function changeFlag(stage: Stage, from: string, to: string): Promise<string> {
  const text = await stage.repository.readText(FLAG_FILE)
  const at = text.lastIndexOf(from)
  if (at < 0) throw new Error(`${FLAG_FILE} does not hold "${from}"`)
  const changed = text.slice(0, at) + to + text.slice(at + from.length)
  return stage.repository.commit(`Change ${FLAG}`, { [FLAG_FILE]: changed })
}

/** A key that a share of `to` percent exposes and a share of `from` percent does not. */
function subjectBetween(from: number, to: number): string {
  for (let n = 1; ; n++) {
    const key = `customer-${n}`
    const percent = bucketOf(key, SEED) / 1000
    if (percent >= from && percent < to) return key
  }
}

type Context = Readonly<Record<string, string>>

const evaluateInBoth = (stage: Stage, context: Context): Promise<ResolutionDetails<boolean>[]> =>
  Promise.all(stage.services.map((service) => service.evaluate(FLAG, context)))

const answers = (stage: Stage) => evaluateInBoth(stage, { targetingKey: subjectBetween(0, TEMPLATE_PERCENT) })

/** How long after `since` each service answered `value`, in milliseconds. */
const timesUntil = (stage: Stage, since: number, context: Context, value: boolean): Promise<number[]> =>
  Promise.all(
    stage.services.map(async (service) => {
      await waitUntil(
        `${service.name} answers ${String(value)}`,
        async () => (await service.evaluate(FLAG, context)).value === value,
      )
      return performance.now() - since
    }),
  )

/** People commit neither in a burst nor in step with a service's poll, and neither does the story. */
const afterAQuietMoment = () =>
  new Promise((resolve) => setTimeout(resolve, (1 + Math.random()) * SERVICE_POLL_SECONDS * 1000))

async function expectBoth(stage: Stage, context: Context, value: boolean): Promise<void> {
  const details = await evaluateInBoth(stage, context)
  if (details.some((answer) => answer.value !== value)) {
    throw new Error(
      `expected ${String(value)} for ${JSON.stringify(context)}, got ${JSON.stringify(details)}`,
    )
  }
}

async function expectSame(stage: Stage, before: readonly ResolutionDetails<boolean>[]): Promise<void> {
  const after = await answers(stage)
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new Error(`the services changed their answer: ${JSON.stringify(after)}`)
  }
}
