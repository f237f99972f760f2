import { ISSUE_CODES } from './issue-codes.ts'

/** The page of every code, in Markdown. */
export function describeIssueCodes(): string {
  const sections = Object.entries(ISSUE_CODES).map(([title, codes]) => {
    const items = Object.entries(codes).map(([code, explanation]) => `- \`${code}\`: ${explanation}`)
    return `## ${title}\n\n${items.join('\n')}\n`
  })
  return `# Codes of issues

What \`evenkeel validate\`, CI and the server's door may say of a commit. An issue has a place, what is wrong there and what
to write instead; its code is what to search for. An error keeps the commit from being served, a warning does not.

${sections.join('\n')}`
}
