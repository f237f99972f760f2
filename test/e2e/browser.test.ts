import chromiumBinary from '@sparticuz/chromium'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerOnStage } from './a-running-server.ts'
import { aRunningServer } from './a-running-server.ts'
import type { ServedPage } from './page/serve-page.ts'
import { servePage } from './page/serve-page.ts'

const FLAG_FILE = 'flags/checkout-redesign.yaml'

/** Among those it is packaged with is one by which a browser asks every origin whatever that allows. */
const SECURE_ARGUMENTS = chromiumBinary.args.filter((argument) => argument !== '--disable-web-security')

/** Far beyond what anything takes: it ends what hangs. */
const AT_MOST_MS = 300_000

let shop: ServedPage
let stage: ServerOnStage
let browser: Browser
let page: Page
/** What the server told the page, as text. */
const answers: string[] = []

beforeAll(async () => {
  shop = await servePage()
  const executablePath = await chromiumBinary.executablePath()
  ;[stage, browser] = await Promise.all([
    aRunningServer('sdk-client', { corsOrigins: [shop.origin] }),
    chromium.launch({ executablePath, args: SECURE_ARGUMENTS, headless: true, timeout: AT_MOST_MS }),
  ])
  page = await openPage()
  page.on('response', (response) => {
    if (!response.url().includes('/ofrep/')) return
    response.text().then(
      (text) => answers.push(text),
      () => undefined,
    )
  })
})

afterAll(async () => {
  await browser.close()
  await shop.close()
  await stage[Symbol.asyncDispose]()
})

async function openPage(): Promise<Page> {
  const opened = await browser.newPage()
  opened.setDefaultTimeout(AT_MOST_MS)
  return opened
}

/** What the page and its worker are told in their address. */
const question = () =>
  new URLSearchParams({ url: stage.server.url, token: stage.token, email: 'ada@example.com' }).toString()

const open = () => page.goto(`${shop.origin}/?${question()}`)

const shows = (text: string) => page.getByText(text).waitFor()

describe('a page of another origin, in a real browser', () => {
  it('shows what the server evaluates, and the change that is pushed', async () => {
    await open()
    await shows('The new checkout')
    await shows('TARGETING_MATCH')

    const text = await stage.repository.readText(FLAG_FILE)
    await stage.repository.commit('Change the flag', {
      [FLAG_FILE]: text.replace('@example.com', '@example.org'),
    })
    await shows('The old checkout')
    await shows('DEFAULT')
  })

  it('was told values, and nothing of the rules they come from', () => {
    expect(answers.join()).toContain('"checkout-redesign"')
    expect(answers.join()).not.toMatch(/endsWith|@example|staff|metadata/)
  })

  it('asks with the entity tag it was given, and is told that nothing changed', async () => {
    const answer = await page.waitForResponse(
      (response) => response.url().includes('/ofrep/') && response.request().method() === 'POST',
    )
    expect(answer.status()).toBe(304)
  })

  it('may ask in a worker, which has neither a window nor storage', async () => {
    const told = await page.evaluate(
      (address) =>
        new Promise<unknown>((resolve, reject) => {
          const worker = new Worker(address, { type: 'module' })
          worker.onmessage = ({ data }) => {
            resolve(data)
          }
          worker.onerror = ({ message }) => {
            reject(new Error(message))
          }
        }),
      `/worker.js?${question()}`,
    )
    expect(told).toMatchObject({ value: false, variant: 'off', reason: 'DEFAULT' })
  })

  it('shows what it saw last when the server cannot be reached', async () => {
    await page.route('**/ofrep/**', (route) => route.abort())
    await open()
    await shows('The old checkout')
    await shows('CACHED')
    const stored = await page.evaluate(() => JSON.stringify(localStorage))
    expect(stored).toContain('checkout-redesign')
    expect(stored).not.toMatch(/ada@|u-1|ek_/)
  })

  it('is refused the snapshot with its token', async () => {
    const answer = await fetch(`${stage.server.url}/v1/environments/production/snapshot`, {
      headers: { authorization: `Bearer ${stage.token}` },
    })
    expect(answer.status).toBe(403)
  })

  it('is told nothing at an origin that is not named', async () => {
    const stranger = await openPage()
    await stranger.goto(`${shop.origin.replace('127.0.0.1', 'localhost')}/?${question()}`)
    await stranger.getByText('The old checkout').waitFor()
    await stranger.getByText('ERROR').waitFor()
    await stranger.close()
  })
})
