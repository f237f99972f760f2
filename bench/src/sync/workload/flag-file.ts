import { pick, seededRandom } from './seeded-random.ts'
import { AREAS, ASPECTS, CHANNELS, CITIES, COUNTRIES, PLANS, RULES } from './vocabulary.ts'

export interface SourceText {
  readonly path: string
  readonly text: string
}

/** The key of a generated flag. */
export function flagKey(index: number): string {
  const random = seededRandom(index)
  return `${pick(random, AREAS)}-${pick(random, ASPECTS)}-${index.toString(36)}`
}

/**
 * A release flag with three rules, the same in every environment. Another `revision` has other conditions; the key, the
 * shares and what they are drawn with stay, so nobody moves to another bucket.
 */
export function flagFile(index: number, revision: number, environments: readonly string[]): SourceText {
  const key = flagKey(index)
  const lasting = seededRandom(index + 2 ** 20)
  const changing = seededRandom(index + 2 ** 21 * (1 + revision))
  const share = Math.floor(lasting() * 100_000) / 1000
  const text = `apiVersion: evenkeel/v1
kind: Flag
metadata:
  name: ${key}
spec:
  description: Whether ${pick(lasting, AREAS)} has ${pick(lasting, ASPECTS)}
  type: boolean
  defaultVariant: ${lasting() < 0.8 ? 'off' : 'on'}
  rules:
    - name: ${pick(lasting, RULES)}
      if: ${condition(changing)}
      serve: on
    - name: ${pick(lasting, RULES)}-only
      if: ${condition(changing)} and ${condition(changing)}
      serve: off
    - name: ramp
      percent: ${share}
      seed: ${pick(lasting, AREAS)}-${Math.floor(lasting() * 2 ** 32).toString(36)}
      serve: on
  environments:
${environments.map((name) => `    ${name}: { state: ${lasting() < 0.9 ? 'ENABLED' : 'DISABLED'} }\n`).join('')}`
  return { path: `flags/${key.split('-')[0] ?? ''}/${key}.yaml`, text }
}

function condition(random: () => number): string {
  const kind = random()
  if (kind < 0.3) return `country = "${pick(random, COUNTRIES)}"`
  if (kind < 0.5) return `city = "${pick(random, CITIES)}"`
  if (kind < 0.65) return `plan = "${pick(random, PLANS)}"`
  if (kind < 0.8) return `channel = "${pick(random, CHANNELS)}"`
  return `cart.total > ${Math.floor(random() * 10_000)}`
}
