/** Why a commit is not published though nothing in it is wrong. */
export type HoldCode =
  | 'branch-vanished'
  | 'rewound'
  | 'unrelated-history'
  | 'history-unknown'
  | 'other-repository'
  | 'mass-change'
  | 'empty'
  | 'no-room'

/**
 * A commit that waits for an operator's word, or for a newer one, while what was served stays. It is this server's
 * alone: others that see another history are not held by it.
 */
export interface Hold {
  readonly code: HoldCode
  /** Absent where all environments are held. */
  readonly environment?: string
  /** What is held; absent where there is no commit to accept. */
  readonly commit?: string
  readonly message: string
  readonly hint: string
}
