import type { OptionType } from './server-options.ts'

export interface ParsedOption {
  /** For integers and seconds. */
  readonly number?: number
  /** What is wrong, as what follows the option's name. Never repeats a secret. */
  readonly problem?: string
}

export function parseOption(type: OptionType, text: string): ParsedOption {
  switch (type.kind) {
    case 'text':
    case 'secret':
      return {}
    case 'integer':
      return parseNumber(text, /^\d{1,9}$/, `must be an integer from ${type.min} to ${type.max}`, type)
    case 'seconds':
      return parseNumber(
        text,
        /^\d{1,9}(\.\d{1,3})?$/,
        `must be a number of seconds from ${type.min} to ${type.max}`,
        type,
      )
    case 'choice':
      return type.choices.includes(text)
        ? {}
        : { problem: `is "${text}"; it must be one of ${type.choices.join(', ')}` }
  }
}

function parseNumber(
  text: string,
  shape: RegExp,
  demand: string,
  { min, max }: { readonly min: number; readonly max: number },
): ParsedOption {
  const number = Number(text)
  if (shape.test(text) && number >= min && number <= max) return { number }
  return { problem: `is "${text}"; it ${demand}${kubernetesHint(text)}` }
}

/** Kubernetes sets EVENKEEL_PORT=tcp://… in every pod beside a service called evenkeel. */
const kubernetesHint = (text: string): string =>
  text.startsWith('tcp://')
    ? '. Kubernetes set it for the service of that name: put enableServiceLinks: false in the pod’s spec'
    : ''
