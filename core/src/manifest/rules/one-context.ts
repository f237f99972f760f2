import type { CrossDocumentRule } from './catalog/catalog.ts'
import { issueIn } from './catalog/issue-in.ts'

/** There is at most one Context document. */
export const oneContext: CrossDocumentRule = ({ documents }) => {
  const [first, ...others] = documents.filter(({ manifest }) => manifest.kind === 'Context')
  return others.map((document) =>
    issueIn(document, {
      code: 'several-contexts',
      message: `there is another Context document, in ${first?.file ?? ''}; services send one context`,
      hint: 'move its attributes there',
      path: ['kind'],
    }),
  )
}
