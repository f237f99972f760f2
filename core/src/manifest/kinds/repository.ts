import type { Issue } from '../issue.ts'
import { issueIn } from '../issue-in.ts'
import { structure } from '../schema/schema-fragments.ts'
import { defineKind, type FieldsOf, type Metadata } from './define-kind.ts'

/** `evenkeel.yaml`: which files of the repository are documents. */
export interface RepositoryManifest {
  readonly kind: 'Repository'
  readonly metadata: Metadata
  /** Glob patterns relative to the folder of `evenkeel.yaml`; never empty. */
  readonly include: readonly string[]
  readonly ignore: readonly string[]
}

const DOCUMENT_FOLDERS = [
  'flags',
  'segments',
  'groups',
  'configs',
  'environments',
  'teams',
  'slos',
  'dashboards',
  'tests',
  'policies',
] as const

/** What is read where `evenkeel.yaml` does not say. */
export const DEFAULT_INCLUDE: readonly string[] = [
  'context.{yaml,yml,json}',
  ...DOCUMENT_FOLDERS.map((folder) => `${folder}/**/*.{yaml,yml,json}`),
]

/** Inside the folder; and without what would let matching one path take longer than the square of its length. */
const GLOB_PATTERN = [
  String.raw`(?!/)(?!.*\\)(?!(.*/)?\.\.(/|$))`,
  '(?!.*[()+])',
  String.raw`(?!([^{]*\{){4})(?!.*\*\*.*\*\*.*\*\*)`,
  String.raw`(?!([^*]*\*+(?!\*)){4})(?!.*(\*+(?!\*)[^/*]*){3})`,
].join('')

const patterns = (description: string) => ({
  type: 'array',
  maxItems: 100,
  items: {
    type: 'string',
    maxLength: 256,
    pattern: `^${GLOB_PATTERN}.+$`,
    description:
      'A glob relative to the folder of evenkeel.yaml, with "/" between folders and without "..", "(", ")" or "+"; at most three "{" and three "*", of which two in one name, and two "**"',
  },
  description,
})

const NO_REPOSITORY: Issue = {
  code: 'no-repository',
  severity: 'error',
  message: 'there is no Repository document, so it is not known which files to read',
  file: 'evenkeel.yaml',
  line: 1,
  column: 1,
  path: '',
  hint: 'add evenkeel.yaml with apiVersion: evenkeel/v1, kind: Repository and metadata: { name: … }',
}

export const repositoryKind = defineKind<RepositoryManifest>({
  kind: 'Repository',
  description: 'Which files of the repository are documents',
  spec: structure({
    include: { ...patterns('Globs of the files to read'), minItems: 1 },
    ignore: patterns('Globs of files to leave out'),
  }),
  read: ({ include = DEFAULT_INCLUDE, ignore = [] }: Partial<FieldsOf<RepositoryManifest>>) => ({
    include,
    ignore,
  }),
  check: ([first, ...others], isAnyBroken) => {
    if (!first) return isAnyBroken ? [] : [NO_REPOSITORY]
    return others.map((document) =>
      issueIn(document, {
        code: 'several-repositories',
        message: `there is another Repository document, in ${first.file}`,
        hint: 'keep the one in evenkeel.yaml',
        path: ['kind'],
      }),
    )
  },
})
