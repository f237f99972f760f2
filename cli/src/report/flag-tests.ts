import type { FlagTestResult } from '@evenkeel/core/admission'
import type { FlagTestCase } from '@evenkeel/core/manifest'
import { groupBy } from './group-by.ts'
import { plural } from './plural.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

export interface FlagTestReport {
  readonly results: readonly FlagTestResult[]
  readonly displayPath: (file: string) => string
  readonly durationMs: number
}

/** A line for each file; each case that does not hold with what it expects and what it gets. */
export function writeFlagTests({ results, displayPath, durationMs }: FlagTestReport, style: Style): string {
  const byFile = groupBy(results, ({ document }) => document.file)
  const files = [...byFile].map(([file, cases]) => writeFile(displayPath(file), cases, style))
  const failed = results.filter(({ passed }) => !passed).length
  const passed = results.length - failed
  const took = style.dim(`(${durationMs} ms)`)
  const counts = failed === 0 ? `${passed} passed` : `${style.red(`${failed} failed`)}, ${passed} passed`
  const summary =
    results.length === 0
      ? `there are no flag tests yet: the README of a new repository (\`evenkeel init\`) shows how to write one`
      : `${failed === 0 ? style.green('✓') : style.red('✗')} ${counts} in ${plural(byFile.size, 'file')}`
  return `${files.join('')}${files.length === 0 ? '' : '\n'}${summary} ${took}\n`
}

function writeFile(name: string, cases: readonly FlagTestResult[], style: Style): string {
  const failed = cases.filter(({ passed }) => !passed)
  const mark = failed.length === 0 ? style.green('✓') : style.red('✗')
  const title = `${mark} ${printable(name)} ${style.dim(plural(cases.length, 'case'))}\n`
  return (
    title +
    failed.map((result) => `\n${writeFailure(name, result, style)}`).join('') +
    (failed.length ? '\n' : '')
  )
}

function writeFailure(file: string, { document, index, details }: FlagTestResult, style: Style): string {
  const { manifest } = document
  const testCase = manifest.cases[index]
  if (testCase === undefined) throw new Error(`${file} has no case ${index}`)
  const { line, column } = document.locate(['spec', 'cases', index])
  const rule = details.flagMetadata.ruleName
  const actual = `${details.variant ?? details.errorCode ?? '?'} (${details.reason}${rule === undefined ? '' : `, rule ${rule}`})`
  const { variant, reason } = testCase.expect
  const expected = reason === undefined ? variant : `${variant} (${reason})`
  return [
    `  ${style.bold(`${manifest.flag}: ${printable(testCase.name ?? `case ${index + 1}`)}`)}`,
    `  ${style.dim(`${printable(file)}:${line}:${column}`)}`,
    `    in        ${testCase.environment}${at(testCase)}`,
    `    context   ${printable(JSON.stringify(testCase.context))}`,
    `    expected  ${style.green(expected)}`,
    `    actual    ${style.red(actual)}`,
    '',
  ].join('\n')
}

const at = (testCase: FlagTestCase) =>
  testCase.at === undefined ? '' : ` at ${new Date(testCase.at).toISOString()}`
