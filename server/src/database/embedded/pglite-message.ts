import type { QueryAnswer } from './pglite-session.ts'

/** What the thread of an embedded database is asked. */
export type PgliteRequest =
  | {
      readonly id: number
      readonly kind: 'query'
      readonly sql: string
      readonly parameters: readonly unknown[]
    }
  | { readonly id: number; readonly kind: 'close' }

/** What it answers, under the id of the request. */
export type PgliteReply =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: QueryAnswer }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string; readonly code?: string }
