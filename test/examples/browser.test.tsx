// @vitest-environment happy-dom
import { EvenkeelWebProvider } from '@evenkeel/sdk/openfeature-web'
import { EvenkeelProvider, useFlag, useFlagDetails, useSuspenseFlag } from '@evenkeel/sdk/react'
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk'
import { act, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'

const token = 'ek_sdk-client_of-the-page'
const user = { id: 'u-1', plan: 'pro' }

let asked: { readonly context: Record<string, unknown> }[]

beforeEach(() => {
  asked = []
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('fetch', (_url: string, { body }: { readonly body: string }) => {
    const request = JSON.parse(body) as (typeof asked)[number]
    asked.push(request)
    const copy = request.context['plan'] === 'pro' ? 'Pay now' : 'Pay'
    return Promise.resolve(
      Response.json({
        flags: [
          { key: 'checkout-redesign', value: true, variant: 'on', reason: 'TARGETING_MATCH' },
          { key: 'checkout-copy', value: copy, variant: copy, reason: 'TARGETING_MATCH' },
        ],
      }),
    )
  })
})

afterEach(async () => {
  await OpenFeature.clearProviders()
  await OpenFeature.clearContexts()
  OpenFeature.clearHandlers()
  vi.unstubAllGlobals()
})

describe('a page', () => {
  it('evaluates through OpenFeature, and for somebody else when that changes', async () => {
    const provider = new EvenkeelWebProvider({ url: 'https://flags.example.com', token })
    await OpenFeature.setProviderAndWait(provider, { targetingKey: user.id, plan: user.plan })

    const flags = OpenFeature.getClient()
    const onePage = flags.getBooleanValue('checkout-redesign', false)
    const { value, variant, reason } = flags.getStringDetails('checkout-copy', 'Pay')
    expect({ onePage, value, variant, reason }).toEqual({
      onePage: true,
      value: 'Pay now',
      variant: 'Pay now',
      reason: 'TARGETING_MATCH',
    })

    await OpenFeature.setContext({ targetingKey: 'u-2', plan: 'free' })
    expect(flags.getStringValue('checkout-copy', '')).toBe('Pay')
    expect(asked.map(({ context }) => context['targetingKey'])).toEqual(['u-1', 'u-2'])
  })

  it('hears what changed', async () => {
    const provider = new EvenkeelWebProvider({ url: 'https://flags.example.com', token })
    const render = vi.fn()
    await OpenFeature.setProviderAndWait(provider, { targetingKey: user.id })
    const flags = OpenFeature.getClient()

    flags.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
      if (details?.flagsChanged?.includes('checkout-redesign')) render()
    })

    provider.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: ['checkout-redesign'] })
    await eventually('the page renders', () => render.mock.calls.length > 0)
    expect(render).toHaveBeenCalledOnce()
  })
})

describe('a page of React', () => {
  it('shows values, and waits for those that it would rather not show late', async () => {
    const provider = new EvenkeelWebProvider({ url: 'https://flags.example.com', token })

    function App() {
      return (
        <EvenkeelProvider provider={provider}>
          <Suspense fallback={<Spinner />}>
            <Checkout />
          </Suspense>
        </EvenkeelProvider>
      )
    }

    function Checkout() {
      const isRedesigned = useSuspenseFlag('checkout-redesign', false)
      const copy = useFlag('checkout-copy', 'Pay')
      return isRedesigned ? <button>{copy}</button> : <OldCheckout />
    }

    function Why() {
      const { value, variant, reason, errorCode } = useFlagDetails('checkout-copy', 'Pay')
      return <p>{[value, variant, reason, errorCode].join(' ')}</p>
    }

    const Spinner = () => <p>Wait</p>
    const OldCheckout = () => <p>The old checkout</p>
    const element = document.body.appendChild(document.createElement('div'))
    const root = createRoot(element)
    await act(async () => {
      root.render(<App />)
      await Promise.resolve()
    })
    await eventually('the flags are there', () => element.textContent === 'Pay')
    await act(() => OpenFeature.setContext({ targetingKey: user.id, plan: user.plan }))
    expect(element.textContent).toBe('Pay now')
    act(() => {
      root.render(
        <EvenkeelProvider provider={provider}>
          <Why />
        </EvenkeelProvider>,
      )
    })
    expect(element.textContent).toBe('Pay now Pay now TARGETING_MATCH ')
    act(() => {
      root.unmount()
    })
  })
})
