export type { ExplainRequest } from './explain-flag.ts'
export { explainFlag } from './explain-flag.ts'
export type {
  ConditionExplanation,
  DecidedBy,
  DecidingPart,
  DuringExplanation,
  FlagExplanation,
  PrerequisiteExplanation,
  Reading,
  RuleExplanation,
  SegmentExplanation,
  ShareExplanation,
  SlotExplanation,
  SplitExplanation,
} from './flag-explanation.ts'
