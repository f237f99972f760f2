import { defined } from './defined.ts'
import type { Metadata } from '../kinds/metadata.ts'

/** A document as it is written, once the schema of its kind holds. */
export interface Written<Spec> {
  readonly metadata: {
    readonly name: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: Spec
}

export function parseMetadata({
  name,
  labels = {},
  annotations = {},
}: Written<unknown>['metadata']): Metadata {
  return defined({ name, labels, annotations })
}
