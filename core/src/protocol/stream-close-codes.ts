/* Why a server ends a stream. An SDK keeps what it has, whatever the code. */

/** The server is going away; connect again, to another replica if there is one. */
export const goingAway = 1001
/** The token is not, or no longer, good for this environment; wait at least a minute. */
export const unauthorized = 4401
/** The server does not serve this environment (yet). */
export const unknownEnvironment = 4404
/** Frames were not acknowledged for three ticks. */
export const tooSlow = 4408
