import type { Duplex } from 'node:stream'
import type { RepositoryConfig } from '../../git/open-repository.ts'
import type { Control } from '../control.ts'
import type { ControlAnswer } from '../wire/control-answer.ts'
import { writeAnswer } from '../wire/control-answer.ts'
import type { ControlRequest } from '../wire/control-request.ts'
import { readRequest } from '../wire/control-request.ts'
import { MessageReader } from '../wire/message-reader.ts'
import type { Message } from '../wire/message.ts'
import { writeMessage } from '../wire/write-message.ts'

/**
 * Answers what is asked over the channel, one thing after the other. Rejects for a bug, which ends the process, and
 * resolves when the channel ends.
 */
export async function serveControl(
  channel: Duplex,
  openControl: (repository: RepositoryConfig) => Control,
): Promise<void> {
  const reader = new MessageReader()
  let control: Control | undefined
  for await (const chunk of channel) {
    for (const message of reader.push(chunk as Uint8Array)) {
      const request = readRequest(message)
      if (request.kind === 'start') control = openControl(request.repository)
      else if (control) send(channel, writeAnswer(await answer(control, request)))
      else throw new Error(`${request.kind} was asked for before start`)
    }
  }
}

async function answer(
  control: Control,
  request: Exclude<ControlRequest, { readonly kind: 'start' }>,
): Promise<ControlAnswer> {
  try {
    return request.kind === 'fetch'
      ? { kind: 'fetched', tip: await control.fetch(request) }
      : { kind: 'admitted', verdict: await control.admit(request.commit) }
  } catch (error) {
    if (error instanceof Error) return { kind: 'failed', error }
    throw error
  }
}

function send(channel: Duplex, message: Message): void {
  for (const part of writeMessage(message)) channel.write(part)
}
