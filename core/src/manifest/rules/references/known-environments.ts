import type { DocumentPath } from '../../issue.ts'
import type { Manifest } from '../../kinds.ts'
import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { issueIn } from '../../issue-in.ts'
import { oncePer } from '../catalog/once-per.ts'

/** Every environment that is named is an Environment document. */
export const knownEnvironments: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.documents) {
    for (const { name, path, isKey = false } of mentionsIn(document.manifest)) {
      if (catalog.named.environments.has(name) || catalog.mayBeBroken('Environment', name)) continue
      yield issueIn(document, {
        code: 'unknown-reference',
        message: `\`${name}\` is named as an environment, and there is no Environment of that name`,
        hint: catalog.hintFor(name, catalog.named.environments, 'Environment'),
        path,
        atKey: isKey,
      })
    }
  }
}

interface Mention {
  readonly name: string
  readonly path: DocumentPath
  readonly isKey?: boolean
}

const mentionsIn = oncePer((manifest: Manifest): readonly Mention[] => {
  switch (manifest.kind) {
    case 'Flag':
    case 'Config':
      return Object.keys(manifest.environments).map((name) => ({
        name,
        path: ['spec', 'environments', name],
        isKey: true,
      }))
    case 'Environment':
      return manifest.promotesFrom === undefined
        ? []
        : [{ name: manifest.promotesFrom, path: ['spec', 'promotesFrom'] }]
    case 'FlagTest':
      return manifest.cases.map(({ environment }, index) => ({
        name: environment,
        path: ['spec', 'cases', index, 'environment'],
      }))
    default:
      return []
  }
})
