/**
 * A compiled expression: reads an evaluation context and gives a JSON value, or undefined where something is
 * missing or of the wrong type. Throws only what the context's own getters and proxies throw, and ContextFault.
 */
export type Operand = (context: object) => unknown

/** What an expression may ask for beside the context. */
export interface ExpressionScope {
  /** Whether the subject is in a segment, as `$segment` asks. */
  segment(name: string): Operand
}
