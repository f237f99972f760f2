import type { FileTree, TreeEntry } from '@evenkeel/core/admission'
import type { SourceFile } from '@evenkeel/core/manifest'

const MINIMAL: Readonly<Record<string, string>> = {
  'evenkeel.yaml': `apiVersion: evenkeel/v1
kind: Repository
metadata:
  name: shop
spec: {}
`,
  'environments/production.yaml': `apiVersion: evenkeel/v1
kind: Environment
metadata:
  name: production
spec: {}
`,
  'flags/checkout-redesign.yaml': `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: checkout-redesign
spec:
  type: boolean
  defaultVariant: off
  rules:
    - name: staff
      if: $endsWith(email, "@example.com")
      serve: on
  environments:
    production:
      state: ENABLED
`,
}

/** A configuration repository in memory; every change gives a new one. */
export interface ConfigRepositoryBuilder {
  withFile(path: string, content: string | Uint8Array): ConfigRepositoryBuilder
  withoutFile(path: string): ConfigRepositoryBuilder
  files(): SourceFile[]
  tree(): FileTree
}

/** One environment (`production`) and one flag (`checkout-redesign`, on for staff): the least that is admitted. */
export function aConfigRepository(): ConfigRepositoryBuilder {
  const encoder = new TextEncoder()
  return holding(new Map(Object.entries(MINIMAL).map(([path, text]) => [path, encoder.encode(text)])))
}

function holding(contents: ReadonlyMap<string, Uint8Array>): ConfigRepositoryBuilder {
  return {
    withFile: (path, content) =>
      holding(
        new Map([
          ...contents,
          [path, typeof content === 'string' ? new TextEncoder().encode(content) : content],
        ]),
      ),
    withoutFile: (path) => holding(new Map([...contents].filter(([held]) => held !== path))),
    files: () => [...contents].map(([path, bytes]) => ({ path, bytes })),
    tree: () => treeOf(contents),
  }
}

function treeOf(contents: ReadonlyMap<string, Uint8Array>): FileTree {
  const entries: TreeEntry[] = [...contents].map(([path, content]) => ({
    path,
    type: 'file',
    bytes: content.length,
  }))
  return {
    list: () => Promise.resolve(entries),
    read: (entry) => {
      const content = contents.get(entry.path)
      return content
        ? Promise.resolve(content)
        : Promise.reject(new Error(`${entry.path} is not in the tree`))
    },
  }
}
