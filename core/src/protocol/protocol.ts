/**
 * WebSocket subprotocol of a snapshot stream. Server to client: binary frames, nothing else. Client to server: text,
 * each a ClientMessage.
 */
export const STREAM_SUBPROTOCOL = 'evenkeel.v1'

/** Media type of a frame over HTTP. */
export const FRAME_MEDIA_TYPE = 'application/vnd.evenkeel.frame'

/** Header of a poll: a Hello, as writeClientMessage gives it. */
export const CLIENT_HEADER = 'evenkeel-client'

export const snapshotPath = (environment: string): string =>
  `/v1/environments/${encodeURIComponent(environment)}/snapshot`

export const streamPath = (environment: string): string =>
  `/v1/environments/${encodeURIComponent(environment)}/stream`
