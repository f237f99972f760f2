/** A close code that says what an HTTP status does is this much above it. */
export const CLOSE_CODE_ABOVE_STATUS = 4000

/** Why a server ends a stream. An SDK keeps what it has, whatever the code. */
export const STREAM_CLOSE_CODES = {
  /** The server is going away; connect again, to another replica if there is one. */
  goingAway: 1001,
  /** The token is not, or no longer, good for this environment; wait at least a minute. */
  unauthorized: CLOSE_CODE_ABOVE_STATUS + 401,
  /** The server does not serve this environment (yet). */
  unknownEnvironment: CLOSE_CODE_ABOVE_STATUS + 404,
  /** Frames were not acknowledged for three ticks. */
  tooSlow: CLOSE_CODE_ABOVE_STATUS + 408,
}
