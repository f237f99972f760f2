import { parentPort, type Transferable } from 'node:worker_threads'

/** An answer, and the buffers in it that the thread has no more use for. */
export interface Answer<T> {
  readonly answer: T
  readonly transfer?: readonly Transferable[]
}

/**
 * The thread's side of a ReplaceableThread, whose requests are those that `answer` takes: says that it is ready, and
 * answers. What `answer` throws ends the thread.
 */
export function answerRequests<T>(answer: (request: never) => Promise<Answer<T>>): void {
  if (parentPort === null) throw new Error('This module runs in a worker thread')
  const port = parentPort
  port.on('message', (request: unknown) => {
    void answer(request as never).then(({ answer: given, transfer = [] }) => {
      port.postMessage({ answer: given }, transfer)
    })
  })
  port.postMessage('ready')
}
