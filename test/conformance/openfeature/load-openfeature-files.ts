import { readdirSync, readFileSync } from 'node:fs'
import type { JsonObject } from '@evenkeel/core/json'
import type { ConformanceCase, ConformanceFile } from '../load-conformance-files.ts'

type ContextLevel = 'api' | 'transaction' | 'client' | 'call' | 'before'
export type HookLevel = 'api' | 'client' | 'call' | 'provider'
export type ProviderState = 'stable' | 'not ready' | 'error' | 'fatal' | 'stale'

/** A topic that asks for a client of OpenFeature; README.md says what its fields mean. */
export type OpenFeatureFile = Omit<ConformanceFile, 'cases'> & { readonly cases: readonly OpenFeatureCase[] }

export type OpenFeatureCase = Omit<ConformanceCase, 'context' | 'expect'> & {
  readonly contexts: Readonly<Partial<Record<ContextLevel, JsonObject>>>
  readonly hooks: readonly HookLevel[]
  readonly provider: ProviderState
  readonly expect: ConformanceCase['expect'] & {
    readonly status?: string
    readonly stages?: readonly string[]
  }
}

type Written<T, Optional extends keyof T> = Omit<T, Optional> & Partial<Pick<T, Optional>>
type WrittenCase = Written<
  Omit<OpenFeatureCase, 'expect'>,
  'environment' | 'contexts' | 'hooks' | 'provider'
> & { readonly expect: Written<OpenFeatureCase['expect'], 'flagMetadata'> }

/** Every topic of this folder, with what a case may leave out filled in. */
export function loadOpenFeatureFiles(): readonly OpenFeatureFile[] {
  const directory = new URL('.', import.meta.url)
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const written = JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as Pick<
        ConformanceFile,
        'description' | 'files'
      > & { readonly cases: readonly WrittenCase[] }
      return {
        ...written,
        topic: name.replace('.json', ''),
        overrides: {},
        cases: written.cases.map(complete),
      }
    })
}

function complete(written: WrittenCase): OpenFeatureCase {
  return {
    environment: 'production',
    contexts: {},
    hooks: [],
    provider: 'stable',
    ...written,
    expect: { flagMetadata: {}, ...written.expect },
  }
}
