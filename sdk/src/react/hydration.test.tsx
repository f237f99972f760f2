// @vitest-environment happy-dom
import { act } from '@testing-library/react'
import type { FakeClock } from '@evenkeel/test/support'
import { fakeClock } from '@evenkeel/test/support'
import { Suspense } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { WebProviderStage } from '../openfeature-web/web-provider-stage.ts'
import { EvenkeelProvider } from './evenkeel-provider.tsx'
import { useFlag, useSuspenseFlag } from './use-flag.ts'

let clock: FakeClock
let stage: WebProviderStage

// Testing Library does this for the first file of a worker only.
beforeAll(() => void Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true))
afterAll(() => void Reflect.deleteProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT'))

beforeEach(() => {
  clock = fakeClock()
  stage = new WebProviderStage(clock)
})

afterEach(() => stage.close())

function Color() {
  return <p>{useFlag('color', 'grey')}</p>
}

function SuspenseColor() {
  return <p>{useSuspenseFlag('color', 'grey')}</p>
}

it.each([
  ['useFlag', Color],
  ['useSuspenseFlag', SuspenseColor],
])(
  'what a server rendered is taken over without a complaint by %s, and then gets its values',
  async (_, Page) => {
    stage.server.set({ key: 'color', value: 'blue' })
    // As it comes from renderToString.
    document.body.innerHTML = '<div><!--$--><p>grey</p><!--/$--></div>'
    const complaints: unknown[] = []
    const complain = console.error
    console.error = (...words: unknown[]) => void complaints.push(words)
    const container = document.querySelector('div') as Element
    const provider = stage.aProvider()
    const root = await act(() =>
      hydrateRoot(
        container,
        <EvenkeelProvider domain="shop" provider={provider}>
          <Suspense fallback="wait">
            <Page />
          </Suspense>
        </EvenkeelProvider>,
        { onRecoverableError: (error) => complaints.push(error) },
      ),
    )
    await act(() => clock.advance(0))
    expect(container.textContent).toBe('blue')
    expect(complaints).toEqual([])
    act(() => {
      root.unmount()
    })
    console.error = complain
  },
)
