export {
  INSTANCE_PATTERN,
  LABEL_NAME_PATTERN,
  LABEL_VALUE_PATTERN,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_LABELS,
  MAX_REJECTION_CHARACTERS,
} from './client-bounds.ts'
export type {
  ClientIdentity,
  ClientMessage,
  ClientStanding,
  Hello,
  Labels,
  RejectedFrame,
  Status,
} from './client-message.ts'
export type { ParsedClientMessage } from './parse-client-message.ts'
export { parseClientHeader, parseClientMessage } from './parse-client-message.ts'
export { CLIENT_HEADER, FRAME_MEDIA_TYPE, STREAM_SUBPROTOCOL, snapshotPath, streamPath } from './protocol.ts'
export { CLOSE_CODE_ABOVE_STATUS, STREAM_CLOSE_CODES } from './stream-close-codes.ts'
export { writeClientMessage } from './write-client-message.ts'
