export {
  FRAME_MEDIA_TYPE,
  STREAM_CLOSE_CODES,
  STREAM_SUBPROTOCOL,
  snapshotPath,
  streamPath,
} from './protocol.ts'
