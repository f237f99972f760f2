import type { Issue } from '@evenkeel/core/manifest'

/** A workflow command of GitHub Actions, which shows as an annotation on the line of the pull request. */
export function writeAnnotation(issue: Issue, file: string): string {
  const properties = [
    `file=${escapeProperty(file)}`,
    `line=${issue.line}`,
    `col=${issue.column}`,
    `title=${escapeProperty(issue.code)}`,
  ]
  const text = issue.hint === undefined ? issue.message : `${issue.message}\nhint: ${issue.hint}`
  return `::${issue.severity} ${properties.join(',')}::${escapeData(text)}\n`
}

/** As the runner undoes it: `%`, CR and LF by percent-encoding, in properties `:` and `,` too. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
