import type { CrossDocumentRule } from '../catalog/catalog.ts'
import { issueIn } from '../../issue-in.ts'

/** An `owner` is a Team document. */
export const knownOwners: CrossDocumentRule = function* (catalog) {
  for (const document of [...catalog.named.flags.values(), ...catalog.named.configs.values()]) {
    const { kind, metadata, owner } = document.manifest
    if (owner === undefined || catalog.named.teams.has(owner) || catalog.mayBeBroken('Team', owner)) continue
    yield issueIn(document, {
      code: 'unknown-reference',
      message: `the ${kind} \`${metadata.name}\` is owned by \`${owner}\`, and there is no Team of that name`,
      hint: catalog.hintFor(owner, catalog.named.teams, 'Team'),
      path: ['spec', 'owner'],
    })
  }
}
