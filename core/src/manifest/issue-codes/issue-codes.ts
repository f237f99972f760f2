/** What an issue of a code means, and what to do about it. Those of severity `warning` begin with "Warning:". */
type Explanations = Readonly<Record<string, string>>

const FILES = {
  'no-repository':
    'There is no `evenkeel.yaml` with a document of kind Repository. Add it where the configuration begins, or start with `--path`.',
  'several-repositories': 'There is a second Repository document. Keep the one in `evenkeel.yaml`.',
  symlink:
    'A symbolic link stands where documents are read; it is not followed. Commit the files themselves, or ignore the path.',
  submodule:
    'A submodule stands where documents are read; it is not followed. Commit the files themselves, or ignore the path.',
  'lfs-pointer': 'The commit holds a Git LFS pointer in place of the document. Take the file out of LFS.',
  'paths-collide':
    'Two paths differ only in case or in how accents are encoded, so some machines keep one of them. Rename one.',
  'file-too-large': 'A file has more than 1 MiB. Split it; move long lists of keys into an attribute.',
  'too-many-files':
    'More than 20,000 files are included. Put several documents into a file, or narrow `spec.include`.',
  'repository-too-large':
    'The files that are included have more than 64 MiB together. Remove what is no document, or narrow `spec.include`.',
  'not-utf-8': 'A byte is not UTF-8. Save the file as UTF-8.',
  'more-issues':
    'A file has more than 100 issues, or a commit more than 1,000, and the others are not listed. Mend those that are, and look again.',
} as const satisfies Explanations

const YAML = {
  'not-yaml':
    'The text is not YAML. The hint says what usually leads there; `if: >-` keeps an expression apart from YAML.',
  'byte-order-mark': 'A byte order mark stands inside the file. Delete it.',
  'control-character': 'A control character stands in the file. Delete it, or write it as an escape.',
  'lone-carriage-return': 'A carriage return stands without a line feed. End lines with LF or CRLF.',
  'ill-formed-text':
    'An escape stands for half of a character. Write the character, or both halves of its surrogate pair.',
  'too-deep': 'Lists and mappings are nested more than 32 deep. Flatten the value.',
  'duplicate-key': 'A mapping has a key twice. Delete or rename one of them.',
  'key-not-a-string': 'The key of a mapping is a list, a mapping or nothing. Write a word, or quote it.',
  'inexact-number':
    'A number cannot be read exactly, or not by every reader. Write it as JSON does, or quote it.',
  'yaml-anchor': 'Anchors (`&name`) are not accepted. Write values where they are used.',
  'yaml-alias': 'Aliases (`*name`) are not accepted. Write the value out, or quote it.',
  'yaml-merge-key': 'Merge keys (`<<`) are not accepted. Write the fields out.',
  'yaml-tag': 'Tags (`!name`) are not accepted. Delete it, or quote it if it is text.',
  'yaml-directive': 'Directives (`%YAML`) are not accepted. Delete the line.',
} as const satisfies Explanations

const DOCUMENTS = {
  'not-a-document':
    'A document is no mapping. Begin it with `apiVersion`, `kind`, `metadata` and `spec`, or ignore the file.',
  'missing-api-version': 'A document has no `apiVersion`. Add `apiVersion: evenkeel/v1`, or ignore the file.',
  'unknown-api-version': 'The `apiVersion` is not known. Write `evenkeel/v1`, or `openslo/v1` for OpenSLO.',
  'missing-kind': 'A document has no `kind`. Add one of those that are listed.',
  'unknown-kind': 'The `kind` is not known. Write one of those that are listed.',
  'missing-field': 'A field that is needed is not there. Add it.',
  'unknown-field':
    'A field is not known here. Correct its name, or begin it with `x-` if it is a note of your own.',
  'too-many-fields': 'Fields are there of which only one may be. Keep one.',
  'wrong-type':
    'A value or an operand is of another type than is needed there. Quote text, and do not quote numbers and booleans.',
  'wrong-value': 'A value is not what its schema says. Change the value, or the schema if it is yours.',
  'unknown-value': 'A value is not one of those that there are. Write one that is listed.',
  'wrong-size': 'A text, list or mapping is too short or too long. The message has the limit.',
  'out-of-range': 'A number is too small or too large. The message has the limit.',
  'malformed-value': 'A text does not have the form that is needed. The hint shows the form.',
  'malformed-name':
    'A key cannot be a name. Use letters, digits, `.`, `_` and `-`, beginning with a letter or digit.',
  'malformed-path':
    'This is not the path of an attribute. Join names with dots, and put others than words in backquotes.',
  'broken-schema':
    'The JSON Schema of a flag or config cannot be used. Mend it; `$schema` may be left out for draft 2020-12.',
  'schema-too-large':
    'The JSON Schema of a flag or config has more than could be checked in reasonable time. The message has the limit.',
  'remote-reference':
    'A JSON Schema refers to something outside of itself. Copy what is needed into `$defs`.',
  'repeated-name':
    'Two documents, rules, slots, attributes or parts of a split have one name. Delete or rename one of them.',
} as const satisfies Explanations

const FLAGS = {
  'unknown-variant': 'A variant is named that the flag does not have there. Add it, or name another one.',
  'variants-not-replaceable':
    'Only object flags have other variants in an environment. Name another default, or serve another variant.',
  'inexact-share': 'A percentage has more than three decimals. Round it.',
  'wrong-weights': 'The weights of a split do not add up to 100. Change one of them.',
  'wrong-total': 'The slots of a group add up to more than 100. Shrink or remove one.',
  'no-such-moment': 'There is no such day or instant. Look at the day of the month, the time and the zone.',
  'empty-during': 'A `during` ends before, or when, it begins. Make `until` later than `from`.',
} as const satisfies Explanations

const CONDITIONS = {
  'expression-syntax': 'The condition cannot be parsed from that place on. The hint says what was expected.',
  'expression-too-large':
    'The condition is longer or deeper than is allowed. Split it into rules, or move a part into a Segment.',
  'not-in-language':
    'This is JSONata, but not in the part of it that conditions are written in. The hint names what to use.',
  'unknown-function': 'There is no function of that name. The hint has the nearest.',
  'wrong-arity': 'A function has too few or too many arguments. The message has the right number.',
  'invalid-range': 'The range given to `$semver` cannot be read. Write one like `>=2.1 <3`.',
  'invalid-instant': 'This is not an instant. Write date, time and zone, such as `2026-12-01T09:00:00Z`.',
  'invalid-block': 'This is not a CIDR block. Write an address and a prefix length, such as `10.0.0.0/8`.',
  'not-a-condition':
    'An `if`, or a side of `and` or `or`, is neither true nor false. Compare it with something.',
  'constant-condition':
    'A condition is the same for everybody. Leave it out, or write what it should depend on.',
  'compared-attributes':
    'Warning: two attributes are compared with each other. Put text in quotes if one was meant as text.',
  'compared-list': 'Warning: a list is compared as a whole. Write `in` to look into it.',
  'compared-digits':
    'Warning: texts are ordered by their characters, so that "10" is before "9". Use numbers, or `$semver`.',
} as const satisfies Explanations

const TOGETHER = {
  'unknown-reference':
    'An environment, flag, segment, slot, group or team is named that there is not. Correct the name, or add it.',
  'unknown-attribute':
    'An attribute is used that the Context does not list. Correct the name, or add it there.',
  'wrong-attribute-type':
    "An attribute is used as another type than the Context's. The hint says what to write instead.",
  'several-contexts': 'There is a second Context document. Move its attributes into the first.',
  cycle: 'A flag, segment or environment leads back to itself. Leave out one of the steps that are printed.',
  'prerequisites-too-deep':
    'Prerequisites are more than 8 deep. Name the flag that decides, or put its condition into a Segment.',
  'unmeetable-prerequisite':
    'Warning: a flag is ENABLED where its prerequisite is not, so it is never more than its default there. Enable the prerequisite there too.',
  'too-much-to-evaluate':
    'One evaluation can reach more than 4,096 nodes of conditions. Shorten them, or use key lists.',
  'test-without-time':
    'A case of a flag test can depend on a `during`, and does not say when it is. Add `at`.',
} as const satisfies Explanations

const OUTCOME = {
  'flag-test-failed': 'A flag test expects something else than it gets. Change the flag, or the case.',
  'snapshot-too-large':
    'An environment has more than its frame has room for. Remove what is not needed, or raise `frameKiB`.',
  'snapshot-nearly-full':
    'Warning: an environment fills more than 70 % of its frame. Do as for `snapshot-too-large` before it is full.',
  'too-many-flags':
    'There are more flags than the environment has capacity for. Remove some, or raise `capacity.flags`.',
  'environment-name-too-long': "An environment's name has more than 64 characters. Choose a shorter one.",
  'flag-expired':
    'Warning: a flag outlived the day in its `lifecycle`. Take it out of the code and delete it, or set a later day.',
  'admission-over-limit':
    'Of the server alone: looking at the commit took more time or memory than it may, three times. Look for slow patterns in schemas and very large files; `POST /v1/sync/retry` tries it again.',
  'environment-left-behind':
    'Warning, of the server alone: an environment that is served is not in the commit. What it was given last is still served; add its document again to change that.',
} as const satisfies Explanations

/** Every code that an Issue has, by what it is about. */
export const ISSUE_CODES = {
  'Files and their text': FILES,
  YAML,
  Documents: DOCUMENTS,
  'Flags and groups': FLAGS,
  Conditions: CONDITIONS,
  'Between documents': TOGETHER,
  'What the commit comes to': OUTCOME,
} as const

export type IssueCode =
  | keyof typeof FILES
  | keyof typeof YAML
  | keyof typeof DOCUMENTS
  | keyof typeof FLAGS
  | keyof typeof CONDITIONS
  | keyof typeof TOGETHER
  | keyof typeof OUTCOME
