/**
 * What a service knows of the subject of an evaluation. `targetingKey` is the subject's key (OpenFeature).
 * Read as JSON: own enumerable properties, a Date as its ISO string, undefined and non-finite numbers as missing.
 */
export interface EvaluationContext {
  readonly targetingKey?: string
  readonly [attribute: string]: unknown
}
