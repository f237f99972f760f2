import { messageOf, SdkError } from '../errors.ts'
import type { Source, SourceKind } from './source.ts'

/** A source whose code is loaded when it is started. */
export function lazySource(kind: SourceKind, load: () => Promise<Source>): Source {
  return {
    kind,
    start(receiver) {
      let isStopped = false
      let stop: (() => void) | undefined
      load().then(
        (source) => {
          if (!isStopped) stop = source.start(receiver)
        },
        (cause: unknown) => {
          receiver.failed(new SdkError('unusable', `the SDK is incomplete: ${messageOf(cause)}`, { cause }))
        },
      )
      return () => {
        isStopped = true
        stop?.()
      }
    },
  }
}
