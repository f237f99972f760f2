import type { RepositoryConfig } from '../../git/open-repository.ts'
import type { ObjectId } from '../../git/repository.ts'
import type { Message } from './message.ts'

/**
 * What the serving process asks for: `start` once and first, which is not answered, then one thing at a time. The
 * repository's token travels here, so that it is in no command line and no environment.
 */
export type ControlRequest =
  | { readonly kind: 'start'; readonly repository: RepositoryConfig }
  | { readonly kind: 'fetch'; readonly known?: ObjectId }
  | { readonly kind: 'admit'; readonly commit: ObjectId }

export function writeRequest(request: ControlRequest): Message {
  return { body: request, attachments: [] }
}

/** Read by a process that the writer started, from the same installation. */
export function readRequest({ body }: Message): ControlRequest {
  return body as unknown as ControlRequest
}
