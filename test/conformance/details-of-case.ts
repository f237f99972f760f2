import type { FlagReader, ResolutionDetails } from '@evenkeel/sdk'
import type { ConformanceCase } from './load-conformance-files.ts'

/** What an SDK answers a case with, asked for the case's type. */
export function detailsOfCase(
  reader: FlagReader,
  { type, flag, default: fallback, context }: Pick<ConformanceCase, 'type' | 'flag' | 'default' | 'context'>,
): ResolutionDetails<unknown> {
  switch (type) {
    case 'boolean':
      return reader.getBooleanDetails(flag, fallback as boolean, context)
    case 'string':
      return reader.getStringDetails(flag, fallback as string, context)
    case 'number':
      return reader.getNumberDetails(flag, fallback as number, context)
    case 'object':
      return reader.getObjectDetails(flag, fallback, context)
  }
}
