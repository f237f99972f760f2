import type { Hook } from '../hooks/hook.ts'
import type { Logger } from '../logger.ts'
import type { Source } from '../source/source.ts'
import type { TypedContext } from '../typed-keys.ts'

/** Options may be written as undefined, so that an environment variable can be handed on as it is. */
export interface ClientOptions {
  /** Where the server is: `https://flags.example.com`; a path stays in front. Needed for "stream" and "poll". */
  readonly url?: string | undefined
  /** Needed for "stream" and "poll"; elsewhere, a snapshot of another environment is refused when it is given. */
  readonly environment?: string | undefined
  /** A token of kind sdk-server for the environment. Needed for "stream" and "poll". */
  readonly token?: string | undefined
  /** `stream` (the default) falls back to polling; a file is read again whenever it changes. */
  readonly mode?: 'stream' | 'poll' | { readonly file: string } | undefined
  /** Raw Ed25519 public keys in base64. When there are any, frames that none of them signed are refused. */
  readonly publicKeys?: readonly string[] | undefined
  /** What is known of every subject this client asks about. */
  readonly context?: TypedContext | undefined
  /**
   * Seconds between polls, 1 to 3600, 5 when absent. Also how often a stream is expected to bring a frame: it is given
   * up after four times as long in silence, though never before 20 seconds.
   */
  readonly pollSeconds?: number | undefined
  /**
   * What operators tell your instances apart by, such as service, version, region and zone: at most eight, of up to 64
   * characters. The server shows which revision each instance is on.
   */
  readonly labels?: Readonly<Record<string, string | undefined>> | undefined
  /** Names this client among all of its environment; a random UUID when absent. */
  readonly instanceId?: string | undefined
  /** Run around every evaluation of a flag, of views too. */
  readonly hooks?: readonly Hook[] | undefined
  /** Warnings and errors go to the console when absent. */
  readonly logger?: Logger | undefined
  /** Instead of `url` and `mode`: `inMemorySource(…)` in tests. */
  readonly source?: Source | undefined
}
