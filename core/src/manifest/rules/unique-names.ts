import type { Issue } from '../issue.ts'
import type { ManifestDocument } from '../kinds.ts'
import type { CrossDocumentRule } from './catalog/catalog.ts'
import { issueIn } from '../issue-in.ts'

const NAME = ['metadata', 'name']

/** Two documents of a kind have different names; flag keys differ in more than case. */
export const uniqueNames: CrossDocumentRule = function* ({ documents }) {
  const first = new Map<string, ManifestDocument>()
  for (const document of documents) {
    const { kind, metadata } = document.manifest
    const key = `${kind} ${kind === 'Flag' ? metadata.name.toLowerCase() : metadata.name}`
    const earlier = first.get(key)
    if (!earlier) first.set(key, document)
    else yield repeated(document, earlier)
  }
}

function repeated(document: ManifestDocument, earlier: ManifestDocument): Issue {
  const { kind, metadata } = document.manifest
  const { line } = earlier.locate(NAME)
  const isSame = earlier.manifest.metadata.name === metadata.name
  return issueIn(document, {
    code: 'repeated-name',
    message: isSame
      ? `there is another ${kind} called \`${metadata.name}\`, in ${earlier.file} on line ${line}`
      : `the ${kind} \`${metadata.name}\` differs only in case from \`${earlier.manifest.metadata.name}\`, in ${earlier.file} on line ${line}`,
    hint: 'delete or rename one of them',
    path: NAME,
  })
}
