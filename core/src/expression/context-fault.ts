/** The evaluation context cannot be read as JSON. The evaluator turns it into the caller's default with a reason. */
export class ContextFault extends Error {
  override readonly name = 'ContextFault'
}
