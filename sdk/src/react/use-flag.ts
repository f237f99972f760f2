import type { EvaluationDetails, FlagValue, JsonValue } from '@openfeature/web-sdk'
import { useMemo, useSyncExternalStore } from 'react'
import type { FlagKey, ValueOf } from '../typed-keys.ts'
import { isBrowser, useFlagStore } from './evenkeel-provider.tsx'
import { WatchedFlag } from './watched-flag.ts'

interface UseFlag {
  (key: FlagKey<'boolean'>, defaultValue: boolean): boolean
  <K extends FlagKey<'string'>, D extends string>(key: K, defaultValue: D): ValueOf<K, string> | D
  <K extends FlagKey<'number'>, D extends number>(key: K, defaultValue: D): ValueOf<K, number> | D
  <K extends FlagKey<'object'>, T extends JsonValue>(key: K, defaultValue: T): ValueOf<K, T>
}

interface UseFlagDetails {
  (key: FlagKey<'boolean'>, defaultValue: boolean): EvaluationDetails<boolean>
  (key: FlagKey<'string'>, defaultValue: string): EvaluationDetails<string>
  (key: FlagKey<'number'>, defaultValue: number): EvaluationDetails<number>
  <T extends JsonValue>(key: FlagKey<'object'>, defaultValue: T): EvaluationDetails<T>
}

/**
 * The value of a flag, and the default until there is one. The component is rendered again when the value has another
 * content, and not when other flags or the context change.
 */
export const useFlag = ((key: string, defaultValue: FlagValue): FlagValue => {
  const flag = useWatchedFlag(key, defaultValue)
  return useSyncExternalStore(flag.subscribe, flag.getValue, flag.getServerValue)
}) as UseFlag

/** The same with variant, reason, error code and metadata, whose changes render the component again too. */
export const useFlagDetails = ((key: string, defaultValue: FlagValue): EvaluationDetails<FlagValue> => {
  const flag = useWatchedFlag(key, defaultValue)
  return useSyncExternalStore(flag.subscribe, flag.getDetails, flag.getServerDetails)
}) as UseFlagDetails

/**
 * Like `useFlag`, and suspends the component until the provider is ready. When the provider fails, the component is
 * rendered with the default: a server that is away throws nothing. Rendered on a server, it does not wait either.
 */
export const useSuspenseFlag = ((key: string, defaultValue: JsonValue): JsonValue => {
  const { ready } = useFlagStore()
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- how React 18 and 19 are told to wait
  if (ready && isBrowser()) throw ready
  return useFlag(key, defaultValue)
}) as UseFlag

function useWatchedFlag(key: string, defaultValue: FlagValue): WatchedFlag<FlagValue> {
  const store = useFlagStore()
  // A default that is written anew with every rendering is the same default.
  const content = typeof defaultValue === 'object' ? JSON.stringify(defaultValue) : defaultValue
  return useMemo(() => new WatchedFlag(store, key, defaultValue), [store, key, content])
}
