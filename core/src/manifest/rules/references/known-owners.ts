import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { issueIn } from '../catalog/issue-in.ts'

/** An `owner` is a Team document. */
export const knownOwners: CrossDocumentRule = (catalog) =>
  [...catalog.flags.values(), ...catalog.configs.values()].flatMap((document) => {
    const { kind, metadata, owner } = document.manifest
    if (owner === undefined || catalog.teams.has(owner) || catalog.mayBeBroken('Team', owner)) return []
    return [
      issueIn(document, {
        code: 'unknown-reference',
        message: `the ${kind} \`${metadata.name}\` is owned by \`${owner}\`, and there is no Team of that name`,
        hint: catalog.hintFor(owner, catalog.teams, 'Team'),
        path: ['spec', 'owner'],
      }),
    ]
  })
