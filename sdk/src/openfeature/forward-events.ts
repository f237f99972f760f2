import type { OpenFeatureEventEmitter } from '@openfeature/server-sdk'
import { ErrorCode, ProviderEvents } from '@openfeature/server-sdk'
import type { Client } from '../client.ts'
import type { StaleEvent } from '../events/client-events.ts'

/**
 * Tells OpenFeature what happens to a client from now on, until it is closed. What came of initializing, OpenFeature
 * announces itself, and so takes a client that has been stale for READY: STALE is told after that. An error is only one
 * to OpenFeature until there is a snapshot (`isReady`): with one, evaluation works, and what stays wrong shows as STALE.
 * On a server a context belongs to one call, so nothing is RECONCILING.
 */
export function forwardEvents(client: Client, events: OpenFeatureEventEmitter, isReady: boolean): void {
  let works = isReady
  client.on('ready', ({ source, revision }) => {
    works = true
    events.emit(ProviderEvents.Ready, { metadata: { source, revision } })
  })
  client.on('change', ({ revision, changedFlags }) => {
    // Configs are nothing that OpenFeature knows.
    if (changedFlags.length === 0) return
    const flagsChanged = [...changedFlags]
    events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged, metadata: { revision } })
  })
  const tellStale = ({ revision, since }: StaleEvent) => {
    const message = `nothing has come since ${new Date(since).toISOString()}; revision ${revision} stays in use`
    events.emit(ProviderEvents.Stale, { message, metadata: { revision } })
  }
  client.on('stale', tellStale)
  if (client.stale !== undefined) {
    setImmediate(() => {
      if (client.stale !== undefined) tellStale(client.stale)
    })
  }
  client.on('error', ({ code, message }) => {
    if (works) return
    const errorCode = ErrorCode.PROVIDER_NOT_READY
    events.emit(ProviderEvents.Error, { message, errorCode, metadata: { code } })
  })
}
