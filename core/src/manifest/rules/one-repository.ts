import type { CrossDocumentRule } from './catalog/catalog.ts'
import { issueIn } from './catalog/issue-in.ts'

/** There is exactly one Repository document. */
export const oneRepository: CrossDocumentRule = (catalog) => {
  const found = catalog.documents.filter(({ manifest }) => manifest.kind === 'Repository')
  const [first, ...others] = found
  if (first) {
    return others.map((document) =>
      issueIn(document, {
        code: 'several-repositories',
        message: `there is another Repository document, in ${first.file}`,
        hint: 'keep the one in evenkeel.yaml',
        path: ['kind'],
      }),
    )
  }
  if (catalog.mayHaveBroken('Repository')) return []
  return [
    {
      code: 'no-repository',
      severity: 'error',
      message: 'there is no Repository document, so it is not known which files to read',
      file: 'evenkeel.yaml',
      line: 1,
      column: 1,
      path: '',
      hint: 'add evenkeel.yaml with apiVersion: evenkeel/v1, kind: Repository and metadata: { name: … }',
    },
  ]
}
