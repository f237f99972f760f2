import type { ExpressionProblem } from './parsed-expression.ts'

/** What of an expression may hold a `/` that begins no regular expression, and is read as one. */
const TOKEN = /\s+|\/\*[^]*?\*\/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|`[^`]*`|[\w$]+|[^]/y
