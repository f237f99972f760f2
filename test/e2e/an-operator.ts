import type { Revision } from '@evenkeel/core/revision'
import { hashToken } from '@evenkeel/server'

const ADMIN_TOKEN = 'admin-token-for-tests'

/** Of a server's configuration, for an operator to be let in. */
export const OPERATED = { adminTokenSha256: hashToken(ADMIN_TOKEN).toString('hex') }

interface Hold {
  readonly code: string
  readonly commit?: string
  readonly environment?: string
}

/** What a test reads of GET /v1/sync. */
interface SyncAnswer {
  readonly outcome: string
  readonly message: string
  readonly served: readonly { readonly environment: string; readonly commit: string }[]
  readonly holds: readonly Hold[]
  readonly database?: { readonly code: string; readonly message: string }
  readonly clientsAhead?: readonly {
    readonly environment: string
    readonly count: number
    readonly clients: readonly { readonly applied: Revision }[]
  }[]
}

export interface Operator {
  sync(): Promise<SyncAnswer>
  /** Of `production`, as it is served. */
  environment(): Promise<{ readonly revision: string; readonly commit: string; readonly publicKey: string }>
}

/** Asks a server that was started `OPERATED`. */
export function anOperator(url: string): Operator {
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    return answer.json()
  }
  return {
    sync: () => get('/v1/sync') as Promise<SyncAnswer>,
    environment: () => get('/v1/environments/production') as ReturnType<Operator['environment']>,
  }
}
