// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk'
import type { ReactNode } from 'react'
import { StrictMode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from '../openfeature-web/web-provider-stage.ts'
import { EvenkeelProvider } from './evenkeel-provider.tsx'
import { useFlag, useFlagDetails, useSuspenseFlag } from './use-flag.ts'

const POLL_MS = 30_000
const OFF = { key: 'checkout', value: false }
const ON = { key: 'checkout', value: true }
const BLUE = { key: 'color', value: 'blue' }
const RED = { key: 'color', value: 'red' }

let clock: FakeClock
let stage: WebProviderStage
/** How often which component was rendered. */
let renderings: Record<string, number>

// Testing Library does this for the first file of a worker only.
beforeAll(() => void Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true))
afterAll(() => void Reflect.deleteProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT'))

beforeEach(() => {
  clock = fakeClock()
  stage = new WebProviderStage(clock)
  stage.server.set(OFF, BLUE)
  renderings = {}
})

afterEach(async () => {
  cleanup()
  await stage.close()
})

const count = (name: string) => (renderings[name] = (renderings[name] ?? 0) + 1)

function Checkout() {
  count('checkout')
  return <p>checkout is {useFlag('checkout', false) ? 'on' : 'off'}</p>
}

function Color() {
  count('color')
  return <p>color is {useFlag('color', 'grey')}</p>
}

const inShop = (children: ReactNode) => <EvenkeelProvider domain="shop">{children}</EvenkeelProvider>

/** Lets the server answer the next poll. */
const poll = () => act(() => clock.advance(POLL_MS))
const text = () => document.body.textContent
/** How many listen to OpenFeature. */
const handlers = () => stage.flags.getHandlers(ProviderEvents.ConfigurationChanged).length

describe('useFlag', () => {
  it('gives the default at first, and the value when it is there', async () => {
    render(
      <EvenkeelProvider domain="shop" provider={stage.aProvider()}>
        <Color />
      </EvenkeelProvider>,
    )
    expect(text()).toBe('color is grey')
    await act(() => clock.advance(0))
    expect(text()).toBe('color is blue')
  })

  it('gives values of every type', async () => {
    stage.server.set(ON, BLUE, { key: 'limit', value: 3 }, { key: 'theme', value: { ink: '#fff' } })
    await stage.startFor('u-1')
    function Everything() {
      return (
        <p>
          {JSON.stringify([useFlag('checkout', false), useFlag('limit', 0), useFlag('theme', { ink: '' })])}
        </p>
      )
    }
    render(inShop(<Everything />))
    expect(text()).toBe('[true,3,{"ink":"#fff"}]')
  })

  it('renders only the components whose flag changed', async () => {
    await stage.startFor('u-1')
    render(
      inShop(
        <>
          <Checkout />
          <Color />
        </>,
      ),
    )
    stage.server.set(ON, BLUE)
    await poll()
    expect(text()).toBe('checkout is oncolor is blue')
    expect(renderings).toEqual({ checkout: 2, color: 1 })
  })

  it('renders nothing when the context changes and the values do not', async () => {
    await stage.startFor('u-1')
    render(inShop(<Color />))
    await act(() => OpenFeature.setContext('shop', { targetingKey: 'u-2' }))
    expect(stage.server.requests).toHaveLength(2)
    expect(renderings).toEqual({ color: 1 })
  })

  it('renders what a new context changes', async () => {
    await stage.startFor('u-1')
    render(inShop(<Color />))
    stage.server.set(OFF, RED)
    await act(() => OpenFeature.setContext('shop', { targetingKey: 'u-2' }))
    expect(text()).toBe('color is red')
    expect(renderings).toEqual({ color: 2 })
  })

  it('compares objects by their content, and defaults that are written anew too', async () => {
    stage.server.set({ key: 'theme', value: { ink: '#fff' } })
    await stage.startFor('u-1')
    const seen = new Set<unknown>()
    function Theme({ times }: { readonly times: number }) {
      count('theme')
      seen.add(useFlag('theme', { ink: '#000' }))
      seen.add(useFlag('missing', { ink: '#000' }))
      return <p>{times}</p>
    }
    const { rerender } = render(inShop(<Theme times={1} />))
    stage.server.set({ key: 'theme', value: { ink: '#fff' }, variant: 'another' })
    await poll()
    expect(renderings).toEqual({ theme: 1 })
    rerender(inShop(<Theme times={2} />))
    expect(seen.size).toBe(2)
  })

  it('evaluates once for a change, whoever else is rendered', async () => {
    let evaluations = 0
    await stage.startFor('u-1', { hooks: [{ after: () => void (evaluations += 1) }] })
    const { rerender } = render(inShop(<Color />))
    const atFirst = evaluations
    rerender(inShop(<Color />))
    rerender(inShop(<Color />))
    expect(evaluations).toBe(atFirst)
    stage.server.set(OFF, RED)
    await poll()
    expect(evaluations).toBe(atFirst + 1)
  })

  it('follows a key that is another one with every rendering', async () => {
    stage.server.set(BLUE, { key: 'size', value: 'large' })
    await stage.startFor('u-1')
    function Asked({ flag }: { readonly flag: string }) {
      count(flag)
      return <p>{useFlag(flag, 'none')}</p>
    }
    const { rerender } = render(inShop(<Asked flag="color" />))
    rerender(inShop(<Asked flag="size" />))
    expect(text()).toBe('large')
    stage.server.set(RED, { key: 'size', value: 'large' })
    await poll()
    expect(renderings).toEqual({ color: 1, size: 1 })
    rerender(inShop(<Asked flag="color" />))
    expect(text()).toBe('red')
  })

  it('gives each domain its own', async () => {
    await stage.startFor('u-1')
    const other = new WebProviderStage(clock, 'other')
    other.server.set(RED)
    await other.startFor('u-1')
    render(
      <>
        {inShop(<Color />)}
        <EvenkeelProvider domain="other">
          <Color />
        </EvenkeelProvider>
      </>,
    )
    expect(text()).toBe('color is bluecolor is red')
    other.server.set(BLUE)
    await poll()
    expect(text()).toBe('color is bluecolor is blue')
    expect(renderings).toEqual({ color: 3 })
  })

  it('stops listening when nobody uses a flag any more', async () => {
    await stage.startFor('u-1')
    const atFirst = handlers()
    const { unmount } = render(inShop(<Color />))
    expect(handlers()).toBe(atFirst + 1)
    unmount()
    expect(handlers()).toBe(atFirst)
  })

  it('says where it is missing a provider', () => {
    const complain = console.error
    console.error = () => undefined
    try {
      expect(() => render(<Color />)).toThrow('put one above the component')
    } finally {
      console.error = complain
    }
  })
})

describe('useFlagDetails', () => {
  it('says why, and renders when the reason changes', async () => {
    stage.server.set({ ...BLUE, variant: 'blue', reason: 'TARGETING_MATCH' })
    await stage.startFor('u-1')
    function Why() {
      count('why')
      const { value, reason, errorCode = 'none' } = useFlagDetails('color', 'grey')
      return <p>{`${value} ${reason ?? ''} ${errorCode}`}</p>
    }
    render(inShop(<Why />))
    expect(text()).toBe('blue TARGETING_MATCH none')
    stage.server.set(OFF)
    await poll()
    expect(text()).toBe('grey ERROR FLAG_NOT_FOUND')
    expect(renderings).toEqual({ why: 2 })
  })
})

describe('useSuspenseFlag', () => {
  function Waiting() {
    count('waiting')
    return <p>color is {useSuspenseFlag('color', 'grey')}</p>
  }

  it.each([
    ['below', (tree: ReactNode) => tree, <Suspense key="1" fallback="wait" children={<Waiting />} />],
    ['above', (tree: ReactNode) => <Suspense fallback="wait">{tree}</Suspense>, <Waiting key="1" />],
  ])('waits at a boundary %s the provider, and is rendered once it is ready', async (_, around, inside) => {
    const provider = stage.aProvider()
    render(
      <StrictMode>
        {around(
          <EvenkeelProvider domain="shop" provider={provider}>
            {inside}
          </EvenkeelProvider>,
        )}
      </StrictMode>,
    )
    expect(text()).toBe('wait')
    const whileWaiting = renderings['waiting'] ?? 0
    await act(() => clock.advance(0))
    expect(text()).toContain('color is blue')
    expect(screen.queryByText('wait')).toBeNull()
    expect(stage.server.requests).toHaveLength(1)
    expect((renderings['waiting'] ?? 0) - whileWaiting).toBeLessThanOrEqual(4)
  })

  it('may be taken away while it waits, without a word', async () => {
    const complaints: unknown[] = []
    const complain = console.error
    console.error = (...words: unknown[]) => void complaints.push(words)
    const atFirst = handlers()
    const provider = stage.aProvider()
    const page = (inside: ReactNode) => (
      <EvenkeelProvider domain="shop" provider={provider}>
        <Suspense fallback="wait">{inside}</Suspense>
      </EvenkeelProvider>
    )
    const { rerender, unmount } = render(page(<Waiting />))
    rerender(page('something else'))
    unmount()
    const rendered = renderings['waiting']
    await act(() => clock.advance(0))
    console.error = complain
    expect(complaints).toEqual([])
    expect(renderings['waiting']).toBe(rendered)
    expect(handlers()).toBe(atFirst)
  })

  it('gives the default when the provider fails, and the value when it recovers', async () => {
    stage.server.goAway()
    render(
      <EvenkeelProvider domain="shop" provider={stage.aProvider()}>
        <Suspense fallback="wait">
          <Waiting />
        </Suspense>
      </EvenkeelProvider>,
    )
    expect(text()).toBe('wait')
    await act(() => clock.advance(0))
    expect(text()).toContain('color is grey')
    stage.server.comeBack()
    await act(() => clock.advance(1_000))
    expect(text()).toContain('color is blue')
  })

  it('waits for another provider too, as long as that one takes to give up', async () => {
    await stage.startFor('u-1')
    stage.server.hang()
    const { rerender } = render(inShop(<Suspense fallback="wait" children={<Waiting />} />))
    const another = stage.aProvider({ cacheMode: 'disabled' })
    rerender(
      <EvenkeelProvider domain="shop" provider={another}>
        <Suspense fallback="wait" children={<Waiting />} />
      </EvenkeelProvider>,
    )
    const rendered = renderings['waiting']
    await act(() => clock.advance(1_000))
    expect(renderings['waiting']).toBe(rendered)
    expect(text()).toContain('wait')
    await act(() => clock.advance(9_000))
    expect(text()).toContain('color is grey')
  })
})

describe('EvenkeelProvider', () => {
  it('takes a client of OpenFeature in place of a domain', async () => {
    await stage.startFor('u-1')
    render(
      <EvenkeelProvider client={stage.flags}>
        <Color />
      </EvenkeelProvider>,
    )
    expect(text()).toBe('color is blue')
  })

  it('sets the provider of the default domain', async () => {
    render(
      <EvenkeelProvider provider={stage.aProvider()}>
        <Color />
      </EvenkeelProvider>,
    )
    await act(() => clock.advance(0))
    expect(OpenFeature.providerMetadata).toEqual({ name: 'evenkeel-web' })
    expect(text()).toBe('color is blue')
  })
})
