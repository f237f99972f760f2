import { compileExpression } from '../compile-expression.ts'
import type { Expression } from '../expression.ts'
import { findSignature, FUNCTION_NAMES, usageOf } from '../parsing/calls/function-signatures.ts'
import { parseExpression } from '../parsing/parse-expression.ts'
import { DEVIATIONS } from './deviations.ts'
import {
  EXAMPLE_CONTEXT,
  FUNCTION_EXAMPLES,
  MISSING_VALUE_EXAMPLES,
  OPERATOR_EXAMPLES,
  type Example,
} from './examples.ts'

/** The parts of the guide that are written from the code, as Markdown, by name. */
export const GUIDE_SECTIONS = {
  context: describeContext,
  operators: describeOperators,
  functions: describeFunctions,
  'missing values': describeMissingValues,
  deviations: describeDeviations,
} satisfies Readonly<Record<string, () => string>>

/** What an operand gives, though it need not be a condition. `$segment` is true. */
export function evaluateOperand(source: string, context: object): unknown {
  const { tree, problems } = parseExpression(`$exists(${source})`)
  if (tree === undefined) throw new TypeError(`${source}: ${problems[0]?.message ?? ''}`)
  const [, operand] = tree as readonly ['$exists', Expression]
  return compileExpression(operand, { segment: () => () => true })(context)
}

function describeContext(): string {
  return `\`\`\`json\n${JSON.stringify(EXAMPLE_CONTEXT, null, 2)}\n\`\`\``
}

function describeOperators(): string {
  return table(
    ['this is true of it', 'what it asks'],
    OPERATOR_EXAMPLES.map(({ condition, asks }) => [code(condition), asks]),
  )
}

function describeFunctions(): string {
  return table(
    ['function', 'says', 'this is true of it'],
    FUNCTION_NAMES.flatMap((name) =>
      (FUNCTION_EXAMPLES[name] ?? []).map((example) => [
        code(usage(name, example)),
        example.asks,
        code(example.condition),
      ]),
    ),
  )
}

function usage(name: string, { condition }: Example): string {
  const signature = findSignature(name)
  if (signature === undefined) throw new TypeError(`${name} is not a function`)
  const isRegex = condition.includes(', /')
  return isRegex ? `${name}(text, /pattern/)` : usageOf(name, signature)
}

function describeMissingValues(): string {
  const object = { a: { b: 1 } }
  return table(
    ['', '`a` is missing', '`a` is null', '`a` is an object'],
    MISSING_VALUE_EXAMPLES.map((source) => [
      code(source),
      ...[{}, { a: null }, object].map((context) => shown(evaluateOperand(source, context))),
    ]),
  )
}

function describeDeviations(): string {
  return table(
    ['', 'for example', 'JSONata', 'ours'],
    DEVIATIONS.map(({ name, says, condition, context, jsonata, ours }) => [
      `**${name}.** ${says}`,
      `${code(condition)} of ${code(JSON.stringify(context))}`,
      jsonata === 'error' ? 'an error' : String(jsonata),
      String(ours),
    ]),
  )
}

function shown(value: unknown): string {
  return value === undefined ? 'undefined' : code(JSON.stringify(value))
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
