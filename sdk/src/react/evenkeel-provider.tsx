import type { Client, Provider } from '@openfeature/web-sdk'
import { OpenFeature } from '@openfeature/web-sdk'
import type { ReactNode } from 'react'
import { createContext, useContext, useMemo } from 'react'
import { FlagStore } from './flag-store.ts'

export interface EvenkeelProviderProps {
  /** OpenFeature's domain; the default one when absent. */
  readonly domain?: string | undefined
  /**
   * Is made the provider of the domain, in browsers only. Make it once, outside of components: another one takes its
   * place. It stays when the component goes.
   */
  readonly provider?: Provider | undefined
  /** In place of what `domain` and `provider` say. */
  readonly client?: Client | undefined
  readonly children?: ReactNode
}

const Store = createContext<FlagStore | undefined>(undefined)

/** Says where the flags of the components below come from. */
export function EvenkeelProvider({ domain, provider, client, children }: EvenkeelProviderProps): ReactNode {
  const store = useMemo(() => {
    if (client) return new FlagStore(client)
    // While rendering, because effects do not run above a component that is suspended until there is a provider.
    if (provider && isBrowser()) install(provider, domain)
    return new FlagStore(OpenFeature.getClient(domain))
  }, [domain, provider, client])
  return <Store.Provider value={store}>{children}</Store.Provider>
}

/** Throws where no EvenkeelProvider is above. */
export function useFlagStore(): FlagStore {
  const store = useContext(Store)
  if (!store) throw new Error('Flags are used outside of <EvenkeelProvider>: put one above the component.')
  return store
}

/** Elsewhere pages are rendered to be sent, and nothing may be waited for. */
export function isBrowser(): boolean {
  return typeof document !== 'undefined'
}

/** Doing it again changes nothing. */
function install(provider: Provider, domain: string | undefined): void {
  if (OpenFeature.getProvider(domain) === provider) return
  if (domain === undefined) OpenFeature.setProvider(provider)
  else OpenFeature.setProvider(domain, provider)
}
