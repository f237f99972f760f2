/** WebSocket subprotocol of a snapshot stream. Server to client: binary frames, nothing else. */
export const STREAM_SUBPROTOCOL = 'evenkeel.v1'

/** Media type of a frame over HTTP. */
export const FRAME_MEDIA_TYPE = 'application/vnd.evenkeel.frame'

export const snapshotPath = (environment: string): string =>
  `/v1/environments/${encodeURIComponent(environment)}/snapshot`

export const streamPath = (environment: string): string =>
  `/v1/environments/${encodeURIComponent(environment)}/stream`

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
