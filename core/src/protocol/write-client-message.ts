import type { ClientMessage } from './client-message.ts'

/** JSON in printable ASCII, so that it may be a header as well and has as many bytes as characters. */
export function writeClientMessage(message: ClientMessage): string {
  return JSON.stringify(message).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
