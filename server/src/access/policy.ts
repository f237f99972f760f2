import type { TokenKind } from './token-authenticator.ts'
import { TOKEN_KINDS } from './token-authenticator.ts'

/** What somebody may be in an environment. A token's kind is its role: an SDK's in its own, any other's in every one. */
export const ROLES = ['sdk-server', 'sdk-client', 'viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who may do an action: roles, everyone, or whoever signs the request with the webhook secret. */
export type Grant =
  | {
      readonly roles: readonly Role[]
      /** It is done in the one environment that the token is made for; an operator's or admin's is for none. */
      readonly inOwnEnvironment?: true
    }
  | 'everyone'
  | 'signature'

const PEOPLE: readonly Role[] = ['viewer', 'operator', 'approver', 'admin']
/** Pages are not among them: rules say more than everyone who can read a page should know. */
const READERS: readonly Role[] = ['sdk-server', ...PEOPLE]
const OPERATORS: readonly Role[] = ['operator', 'admin']

const TABLE = {
  'health.read': 'everyone',
  'metrics.read': 'everyone',
  'api.read': 'everyone',
  'environment.list': { roles: READERS },
  'environment.read': { roles: READERS },
  'snapshot.read': { roles: READERS },
  'flag.read': { roles: READERS },
  'flag.explain': { roles: READERS },
  'flag.evaluate': { roles: ['sdk-server', 'sdk-client', 'admin'], inOwnEnvironment: true },
  'config.read': { roles: READERS },
  'sync.read': { roles: PEOPLE },
  'sync.retry': { roles: OPERATORS },
  'sync.accept': { roles: OPERATORS },
  'webhook.receive': 'signature',
} satisfies Record<string, Grant>

export type Action = keyof typeof TABLE

/** The one place that says who may do what. */
export const POLICY: Readonly<Record<Action, Grant>> = TABLE

export const ACTIONS = Object.keys(TABLE) as readonly Action[]

/** The kinds of token that an action is granted to; none where it takes no token. */
export function tokenKindsFor(action: Action): readonly TokenKind[] {
  const grant = POLICY[action]
  return typeof grant === 'string' ? [] : TOKEN_KINDS.filter((kind) => grant.roles.includes(kind))
}
