export type { BrokenDocument } from './parsing/broken-document.ts'
export type { Config } from './kinds/config.ts'
export type { Attribute, AttributeType, ContextManifest } from './kinds/context.ts'
export type { Environment, FrameKiB } from './kinds/environment.ts'
export { FRAME_SIZES_KIB } from './kinds/environment.ts'
export type { ExclusionGroup, Slot } from './kinds/exclusion-group.ts'
export type { AttributePath } from './kinds/values/attribute-path.ts'
export type { Condition } from './kinds/values/condition.ts'
export type {
  During,
  Flag,
  FlagOverlay,
  FlagPurpose,
  Prerequisite,
  Rule,
  RuleOutcome,
  SlotReference,
  WeightedVariant,
} from './kinds/flag/flag.ts'
export type { FlagState, FlagType, Share } from '../evaluation/flag-type.ts'
export { FLAG_STATES, FLAG_TYPES, FULL_SHARE } from '../evaluation/flag-type.ts'
export type { FlagTest, FlagTestCase } from './kinds/flag-test.ts'
export type { DocumentPath, Issue, IssueSeverity } from './issue.ts'
export { compareByPlace, formatPath } from './issue.ts'
export { compileAuthorSchema } from './schema/author-schema.ts'
export type { Manifest, ManifestDocument, ManifestKind, OwnKind } from './kinds.ts'
export { OWN_KINDS, manifestSchemas } from './kinds.ts'
export { mergePatch } from './merge-patch.ts'
export type { Metadata } from './kinds/define-kind.ts'
export type { ParsedFile } from './parse-manifest.ts'
export { parseManifestFile } from './parse-manifest.ts'
export type { RepositoryManifest } from './kinds/repository.ts'
export type { Segment } from './kinds/segment.ts'
export type { Position, SourceFile } from './source-file.ts'
export { MAX_FILE_BYTES } from './source-file.ts'
export type { Team } from './kinds/team.ts'
export { withPath } from './with-path.ts'
export type { CheckedManifests, ManifestSet, Validation } from './validate-manifests.ts'
export { validateManifests } from './validate-manifests.ts'
