import { formatPath, type DocumentPath } from '../issue.ts'
import { listNames } from '../quote.ts'
import type { CrossDocumentRule } from './catalog/catalog.ts'
import { hasPrerequisites, prerequisitesIn, stateIn } from './catalog/flag-in-environment.ts'
import { issueIn } from '../issue-in.ts'

interface Unmeetable {
  readonly flag: string
  readonly path: DocumentPath
  readonly environments: string[]
}

/** Where a flag is ENABLED its prerequisites are too: one that is not is unmet whatever it resolves to. A warning. */
export const meetablePrerequisites: CrossDocumentRule = function* (catalog) {
  for (const document of catalog.named.flags.values()) {
    const { manifest } = document
    if (!hasPrerequisites(manifest)) continue
    const unmeetable = new Map<string, Unmeetable>()
    for (const environment of Object.keys(manifest.environments)) {
      if (stateIn(manifest, environment) !== 'ENABLED') continue
      const { value, path } = prerequisitesIn(manifest, environment)
      value.forEach(({ flag }, index) => {
        const target = catalog.named.flags.get(flag)?.manifest
        if (!target || stateIn(target, environment) === 'ENABLED') return
        const place = [...path, index, 'flag']
        const found = unmeetable.get(formatPath(place))
        if (found) found.environments.push(environment)
        else unmeetable.set(formatPath(place), { flag, path: place, environments: [environment] })
      })
    }
    for (const { flag, path, environments } of unmeetable.values()) {
      yield issueIn(document, {
        code: 'unmeetable-prerequisite',
        severity: 'warning',
        message: `the prerequisite \`${flag}\` is not ENABLED in ${listNames(environments, 'and')}, so \`${manifest.metadata.name}\` always resolves to its defaultVariant there`,
        hint: `enable \`${flag}\` there too, or disable \`${manifest.metadata.name}\``,
        path,
      })
    }
  }
}
