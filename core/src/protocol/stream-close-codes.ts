/** Why a server ends a stream. An SDK keeps what it has, whatever the code. */
export const STREAM_CLOSE_CODES = {
  /** The server is going away; connect again, to another replica if there is one. */
  goingAway: 1001,
  /** The token is not, or no longer, good for this environment; wait at least a minute. */
  unauthorized: 4401,
  /** The server does not serve this environment (yet). */
  unknownEnvironment: 4404,
  /** Frames were not acknowledged for three ticks. */
  tooSlow: 4408,
} as const
