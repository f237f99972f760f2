import { describe, expect, it } from 'vitest'
import { admitsRepository } from './admits-repository.ts'

describe('admitsRepository', () => {
  it.each([
    'validate',
    'test config',
    'evaluate checkout --env production',
    'explain checkout --env production',
    'diff origin/main',
    'build --env production --out snapshot.evk --watch',
    'codegen --out flags.d.ts',
  ])('is so for %s', (line) => expect(admitsRepository(line.split(' '))).toBe(true))

  it.each([
    '',
    '--help',
    '--version',
    'help validate',
    'validate --help',
    'build -h',
    'init',
    'schemas',
    'valdate',
    'evaluate checkout --env production --url https://flags.example.com',
    'explain checkout --env production --url=https://flags.example.com',
  ])('is not so for "%s"', (line) => expect(admitsRepository(line.split(' '))).toBe(false))
})
