export type { BrokenDocument } from './parsing/broken-document.ts'
export type { Config } from './config.ts'
export type { Attribute, AttributeType, ContextManifest } from './context.ts'
export type { Environment, FrameKiB } from './environment.ts'
export { FRAME_SIZES_KIB } from './environment.ts'
export type { ExclusionGroup, Slot } from './exclusion-group.ts'
export type {
  AttributePath,
  Condition,
  During,
  Flag,
  FlagOverlay,
  FlagPurpose,
  FlagState,
  FlagType,
  Prerequisite,
  Rule,
  RuleOutcome,
  Share,
  SlotReference,
  WeightedVariant,
} from './flag.ts'
export { FLAG_STATES, FLAG_TYPES, FULL_SHARE } from './flag.ts'
export type { FlagTest, FlagTestCase } from './flag-test.ts'
export type { DocumentPath, Issue, IssueSeverity } from './issue.ts'
export { compareByPlace, formatPath } from './issue.ts'
export type { Manifest, ManifestDocument, ManifestKind } from './manifest.ts'
export type { OwnKind } from './schema/manifest-schemas.ts'
export { OWN_KINDS, manifestSchemas } from './schema/manifest-schemas.ts'
export { mergePatch } from './merge-patch.ts'
export type { Metadata } from './metadata.ts'
export type { ParsedFile } from './parse-manifest.ts'
export { parseManifestFile } from './parse-manifest.ts'
export type { RepositoryManifest } from './repository.ts'
export type { Segment } from './segment.ts'
export type { Position, SourceFile } from './source-file.ts'
export { MAX_FILE_BYTES } from './source-file.ts'
export type { Team } from './team.ts'
export type { CheckedManifests, ManifestSet, Validation } from './validate-manifests.ts'
export { validateManifests } from './validate-manifests.ts'
