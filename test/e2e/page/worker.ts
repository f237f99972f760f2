import { EvenkeelWebProvider } from '@evenkeel/sdk/openfeature-web'
import { OpenFeature } from '@openfeature/web-sdk'

/** Told as the page is where to ask; answers with what a flag gives. */
const asked = new URLSearchParams(location.search)
const provider = new EvenkeelWebProvider({ url: asked.get('url') ?? '', token: asked.get('token') ?? '' })
await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1', email: asked.get('email') ?? '' })
postMessage(OpenFeature.getClient().getBooleanDetails('checkout-redesign', false))
