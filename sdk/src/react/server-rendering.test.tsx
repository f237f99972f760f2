import { fakeClock } from '@evenkeel/test/support'
import { renderToString } from 'react-dom/server'
import { Suspense } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebProviderStage } from '../openfeature-web/web-provider-stage.ts'
import { EvenkeelProvider } from './evenkeel-provider.tsx'
import { useFlag, useFlagDetails, useSuspenseFlag } from './use-flag.ts'

let stage: WebProviderStage

beforeEach(() => {
  stage = new WebProviderStage(fakeClock())
})

afterEach(() => stage.close())

function Colors() {
  const values = [
    useFlag('color', 'grey'),
    useFlagDetails('size', 3).value,
    useSuspenseFlag('checkout', false),
  ]
  return <p>{values.join(' ')}</p>
}

describe('a page that is rendered on a server', () => {
  it('has the defaults, waits for nothing and asks nobody', () => {
    const page = (
      <EvenkeelProvider domain="shop" provider={stage.aProvider()}>
        <Suspense fallback="wait">
          <Colors />
        </Suspense>
      </EvenkeelProvider>
    )
    expect(renderToString(page)).toContain('<p>grey 3 false</p>')
    expect(stage.server.requests).toEqual([])
  })
})
