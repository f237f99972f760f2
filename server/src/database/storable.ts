const NUL_OR_LONE_SURROGATE = /\0|\p{Surrogate}/gu

/** A text as PostgreSQL takes it: without NUL, and with U+FFFD for half a character. */
export function storableText(text: string): string {
  return text.replace(NUL_OR_LONE_SURROGATE, (found) => (found === '\0' ? '' : '\uFFFD'))
}

/** A value that `jsonb` takes: every text in it is as storableText has it. */
export function storableJson<T>(value: T): T {
  const text = (_key: string, part: unknown): unknown =>
    typeof part === 'string' ? storableText(part) : part
  return JSON.parse(JSON.stringify(value, text)) as T
}
