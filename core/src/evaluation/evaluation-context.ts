/**
 * What a service knows of the subject of an evaluation. `targetingKey` is the subject's key (OpenFeature).
 * Read as JSON: own properties, a Date as its ISO string, undefined and non-finite numbers as missing. Make properties
 * enumerable: others are read, but are lost where contexts are merged, compared as a whole or sent.
 */
export interface EvaluationContext {
  readonly targetingKey?: string
  readonly [attribute: string]: unknown
}
