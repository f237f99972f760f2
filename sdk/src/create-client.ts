import type { ClientOptions } from './options/client-options.ts'
import { Client } from './client.ts'
import { parseClientOptions } from './options/parse-client-options.ts'
import { nodeRuntime } from './runtime.ts'

/**
 * Makes a client and lets it begin at once. Throws SdkError `invalid-options`, naming every problem; afterwards
 * nothing that the client does throws or blocks.
 */
export function createClient(options: ClientOptions): Client {
  return new Client(parseClientOptions(options), nodeRuntime)
}
