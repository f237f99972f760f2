import { EvenkeelProvider, useFlagDetails, useSuspenseFlag } from '@evenkeel/sdk/react'
import { EvenkeelWebProvider } from '@evenkeel/sdk/openfeature-web'
import { OpenFeature } from '@openfeature/web-sdk'
import { Suspense } from 'react'
import { createRoot } from 'react-dom/client'

/** The page is told where to ask in its address: `?url=…&token=…&email=…`. */
const asked = new URLSearchParams(location.search)
const provider = new EvenkeelWebProvider({
  url: asked.get('url') ?? '',
  token: asked.get('token') ?? '',
  pollSeconds: 1,
})
await OpenFeature.setContext('shop', { targetingKey: 'u-1', email: asked.get('email') ?? '' })

function Checkout() {
  const isRedesigned = useSuspenseFlag('checkout-redesign', false)
  const { reason } = useFlagDetails('checkout-redesign', false)
  return (
    <main>
      <h1>{isRedesigned ? 'The new checkout' : 'The old checkout'}</h1>
      <p>{reason}</p>
    </main>
  )
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <EvenkeelProvider domain="shop" provider={provider}>
    <Suspense fallback={<h1>Wait</h1>}>
      <Checkout />
    </Suspense>
  </EvenkeelProvider>,
)
