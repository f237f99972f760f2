import type { DocumentReader, Problem } from '../../parsing/document-reader.ts'

/** Reports each name that stands in the list before, as `problemOf` has it. */
export function reportRepeated(
  names: readonly string[],
  problemOf: (name: string, index: number) => Omit<Problem, 'code'>,
  reader: DocumentReader,
): void {
  const seen = new Set<string>()
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) reader.report({ code: 'repeated-name', ...problemOf(name, index) })
    seen.add(name)
  }
}
