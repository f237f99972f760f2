import { compileExpression } from '../../expression/compile-expression.ts'
import type { Expression } from '../../expression/expression.ts'
import { formatPath } from '../../expression/parsing/format-path.ts'
import type { ExpressionScope } from '../../expression/operand.ts'
import { readAttribute } from '../../expression/read-attribute.ts'
import type { JsonObject, JsonValue } from '../../json.ts'
import type { AttributePath } from '../../manifest/kinds/values/attribute-path.ts'
import type { SnapshotSegment } from '../../snapshot/snapshot.ts'
import { bucketingKey } from '../bucket.ts'
import { compileSegment } from '../segment-membership.ts'
import type { Reading } from './flag-explanation.ts'

export interface SubjectParts {
  readonly context: JsonObject
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly segments: ReadonlyMap<string, SnapshotSegment>
  /** Paths of attributes, joined with dots. */
  readonly privateAttributes: readonly string[]
}

/** One context at one instant, asked piece by piece what the evaluator asks it as a whole, with the same closures. */
export class Subject {
  readonly now: number
  readonly segments: ReadonlyMap<string, SnapshotSegment>
  readonly #context: JsonObject
  readonly #privateAttributes: readonly string[]
  readonly #memberships = new Map<string, boolean>()
  readonly #scope: ExpressionScope = { segment: (name) => () => this.isIn(name) }

  constructor({ context, now, segments, privateAttributes }: SubjectParts) {
    this.now = now
    this.segments = segments
    this.#context = context
    this.#privateAttributes = privateAttributes
  }

  /** Undefined too where it cannot be evaluated, which only a part that an evaluation passes over may be. */
  evaluate(tree: Expression): unknown {
    try {
      return compileExpression(tree, this.#scope)(this.#context)
    } catch {
      return undefined
    }
  }

  /** False too while it is being found out: nobody is in a segment through that segment itself. */
  isIn(name: string): boolean {
    const known = this.#memberships.get(name)
    if (known !== undefined) return known
    this.#memberships.set(name, false)
    const segment = this.segments.get(name)
    const isIn = segment !== undefined && compileSegment(segment, this.#scope)(this.#context)
    this.#memberships.set(name, isIn)
    return isIn
  }

  findKey(by: AttributePath): string | undefined {
    return bucketingKey(readAttribute(by)(this.#context))
  }

  read(path: AttributePath): Reading {
    const value = this.evaluate(['.', ...path]) as JsonValue | undefined
    const shown = formatPath(path)
    if (value === undefined) return { path: shown, found: 'nothing' }
    return this.#isPrivate(path) ? { path: shown, found: 'private' } : { path: shown, found: 'value', value }
  }

  /** Itself, what is inside it, or what it is inside. */
  #isPrivate(path: AttributePath): boolean {
    const asked = `${path.join('.')}.`
    return this.#privateAttributes.some(
      (name) => asked.startsWith(`${name}.`) || `${name}.`.startsWith(asked),
    )
  }
}
