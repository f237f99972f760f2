export { FRAME_MEDIA_TYPE, STREAM_SUBPROTOCOL, snapshotPath, streamPath } from './protocol.ts'
export { CLOSE_CODE_ABOVE_STATUS, STREAM_CLOSE_CODES } from './stream-close-codes.ts'
