import type { EvaluationContext, Hook, TrackingEventDetails } from '@openfeature/web-sdk'
import { SdkError } from '../errors.ts'

const CACHE_MODES = ['local-cache-first', 'network-first', 'disabled'] as const

/**
 * What is done with the values that an earlier visit left in localStorage:
 * - `local-cache-first` starts with them, and asks the server meanwhile;
 * - `network-first` starts with them only when the server cannot be reached;
 * - `disabled` neither keeps nor reads any.
 */
export type CacheMode = (typeof CACHE_MODES)[number]

/** Options may be written as undefined, so that what a bundler puts in their place can be handed on as it is. */
export interface EvenkeelWebProviderOptions {
  /** Where the server is: `https://flags.example.com`, or a path of the page's own origin. */
  readonly url: string | undefined
  /** A token of kind sdk-client. Everyone who opens the page can read it. */
  readonly token: string | undefined
  /** Seconds between polls, 1 to 3600; 0 asks only at the start, for a new context, and when the page is seen again. 30 when absent. */
  readonly pollSeconds?: number | undefined
  /** `local-cache-first` when absent. */
  readonly cacheMode?: CacheMode | undefined
  readonly hooks?: readonly Hook[] | undefined
  /** Where `client.track(…)` leads. */
  readonly track?:
    ((event: string, context: EvaluationContext, details: TrackingEventDetails) => void) | undefined
}

/** Options that cannot be wrong any more. */
export interface WebProviderSettings {
  /** What is posted to. */
  readonly endpoint: string
  readonly token: string
  readonly pollMs: number
  readonly cacheMode: CacheMode
}

const LONGEST_POLL_SECONDS = 3600
const WITHOUT_WHITE_SPACE = /^[!-~]+$/

/** Throws one SdkError `invalid-options` that names every problem. */
export function parseWebProviderOptions(options: EvenkeelWebProviderOptions): WebProviderSettings {
  const { url = '', token = '', pollSeconds = 30, cacheMode = 'local-cache-first' } = options
  const place = url === '' ? undefined : parseUrl(url)
  const problems: string[] = []
  if (place === undefined) {
    problems.push('url: write where the server is, such as "https://flags.example.com"')
  } else if (place.username + place.password + place.search + place.hash !== '') {
    problems.push('url: leave out user, password and what follows ? or #; credentials are the `token`')
  }
  if (!WITHOUT_WHITE_SPACE.test(token)) {
    problems.push('token: write a token of kind sdk-client for the environment, without white space')
  } else if (token.startsWith('ek_') && !token.startsWith('ek_sdk-client_')) {
    problems.push(
      'token: write one of kind sdk-client; everyone can read what is in a page, and this one opens more',
    )
  }
  if (pollSeconds !== 0 && !(pollSeconds >= 1 && pollSeconds <= LONGEST_POLL_SECONDS)) {
    problems.push(`pollSeconds: write a number from 1 to ${LONGEST_POLL_SECONDS}, or 0 not to poll`)
  }
  if (!CACHE_MODES.includes(cacheMode)) problems.push(`cacheMode: write one of ${CACHE_MODES.join(', ')}`)
  if (place === undefined || problems.length > 0) {
    throw new SdkError(
      'invalid-options',
      `EvenkeelWebProvider was given wrong options:\n  ${problems.join('\n  ')}`,
    )
  }
  const root = `${place.origin}${place.pathname.replace(/\/+$/, '')}`
  return { endpoint: `${root}/ofrep/v1/evaluate/flags`, token, pollMs: pollSeconds * 1000, cacheMode }
}

function parseUrl(url: string): URL | undefined {
  const base = typeof location === 'undefined' ? undefined : location.href
  if (!URL.canParse(url, base)) return undefined
  const place = new URL(url, base)
  return /^https?:$/.test(place.protocol) ? place : undefined
}
