import type { ConditionExplanation, Reading } from '@evenkeel/core/explain'
import type { Entry } from './entries.ts'

/** The condition, and below it the part that decided with what it read. */
export function describeCondition({ source, decidedBy }: ConditionExplanation): Entry['lines'] {
  const { result, values, misfits, segments } = decidedBy
  const part = decidedBy.source === source ? 'it' : decidedBy.source
  const counts = result === 'undefined' ? ', which counts as false' : ''
  const read = [...values.map(describeReading), ...segments.map((name) => `see the segment ${name}`)]
  return [
    ['if', source],
    ['', `${part} is ${result}${counts}${read.length === 0 ? '' : `: ${read.join(', ')}`}`],
    ...misfits.map((misfit) => ['', `${misfit}: a value is of a type that does not fit`] as const),
  ]
}

/** `plan is "pro"` */
function describeReading(reading: Reading): string {
  return `${reading.path} is ${describeValue(reading)}`
}

/** `targetingKey "u-1"` */
export function describeKey(reading: Reading): string {
  return `${reading.path} ${describeValue(reading)}`
}

function describeValue(reading: Reading): string {
  switch (reading.found) {
    case 'value':
      return JSON.stringify(reading.value)
    case 'private':
      return 'private'
    case 'nothing':
      return 'missing'
  }
}
