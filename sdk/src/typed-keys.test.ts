import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const FILE = fileURLToPath(new URL('typed-keys.virtual.ts', import.meta.url))

/** What `evenkeel codegen` writes for a repository, followed by what a service has in the same program. */
function aProgram(service: string): string {
  return `
    import { createClient, type Client } from '@evenkeel/sdk'
    import { inMemorySource } from '@evenkeel/sdk/testing'
    declare module '@evenkeel/sdk' {
      interface FlagTypes {
        'checkout-redesign': boolean
        'button.copy': string
        'upload-limit': number
        'pay-button': 'Buy' | 'Buy now'
        'page-size': 10 | 50
        theme: { readonly ink: string; readonly size?: number }
        regions: readonly string[]
        anything: import('@evenkeel/core/json').JsonValue
      }
      interface ConfigTypes {
        payments: { readonly retries: number }
      }
      interface ContextTypes {
        plan: 'free' | 'pro'
        company: { readonly id: number }
      }
    }
    declare const client: Client
    ${service}
`
}

/** Type-checks a service in which flags, configs and attributes are declared; gives what is wrong, by line. */
function problemsOf(service: string): string[] {
  const text = aProgram(service)
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    customConditions: ['@evenkeel/source'],
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  }
  const files = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...files,
    fileExists: (name) => name === FILE || files.fileExists(name),
    getSourceFile: (name, target) =>
      name === FILE ? ts.createSourceFile(name, text, target) : files.getSourceFile(name, target),
  }
  const program = ts.createProgram([FILE], options, host)
  return program.getSemanticDiagnostics(program.getSourceFile(FILE)).map(({ start = 0, messageText }) => {
    const line = text.slice(text.lastIndexOf('\n', start), text.indexOf('\n', start)).trim()
    return `${line} // ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}

describe('declared flags, configs and attributes', () => {
  it(
    'type what the SDK takes and gives, and make everything else a compile error',
    { timeout: 60_000 },
    () => {
      const allowed = `
      client.getBoolean('checkout-redesign', false, { targetingKey: 'u-1', plan: 'pro' }) satisfies boolean
      client.getString('button.copy', 'Buy') satisfies string
      client.getNumberDetails('upload-limit', 10).value satisfies number
      client.getString('pay-button', 'Buy') satisfies 'Buy' | 'Buy now'
      client.getString('pay-button', 'Pay') satisfies 'Buy' | 'Buy now' | 'Pay'
      client.getString('pay-button', String(1)) satisfies string
      client.getStringDetails('pay-button', 'Buy').value satisfies 'Buy' | 'Buy now'
      client.getNumber('page-size', 20) satisfies 10 | 20 | 50
      client.getNumberDetails('page-size', 10).value satisfies 10 | 50
      client.getObject('theme', { ink: '#fff' }).size satisfies number | undefined
      client.getObject('regions', []) satisfies readonly string[]
      client.getObject('anything', null)
      client.getObjectDetails('theme', { ink: '#fff' }).value.ink satisfies string
      client.getConfig('payments', { retries: 1 }).retries satisfies number
      client.with({ company: { id: 1 }, plan: undefined }).getBoolean('checkout-redesign', false)
      createClient({ context: { plan: 'free' }, source: inMemorySource({ 'checkout-redesign': true }) })
      inMemorySource().override('upload-limit', 3)
      inMemorySource({ theme: { ink: '#fff' } }, { payments: { retries: 1 } }).set('pay-button', 'Buy now')`
      const refused = [
        "client.getBoolean('checkout-redesing', false)",
        "client.getBoolean('button.copy', false)",
        "client.getString('checkout-redesign', '')",
        "client.getBooleanDetails('upload-limit', true)",
        "client.getObject('theme', { ink: 7 })",
        "client.getObject('checkout-redesign', {})",
        "client.getObject('theme', { ink: '#fff' }).paper",
        "client.getConfig('payment', { retries: 1 })",
        "client.getConfig('payments', { retries: '1' })",
        "client.getBoolean('checkout-redesign', false, { plan: 'gold' })",
        "client.getBoolean('checkout-redesign', false, { paln: 'pro' })",
        "client.with({ company: { id: '1' } })",
        'createClient({ context: { region: 1 } })',
        'inMemorySource({ checkout: true })',
        "inMemorySource().set('checkout', true)",
        "client.getString('pay-button', 3)",
        "client.getString('pay-button', 'Buy') satisfies 'Buy'",
        "client.getNumber('page-size', 20) satisfies 10 | 50",
        "inMemorySource().set('pay-button', 'Byu')",
        "inMemorySource().override('upload-limit', '3')",
        "inMemorySource({ 'page-size': 20 })",
        'inMemorySource({}, { payments: {} })',
        "inMemorySource().setConfig('payments', { retries: '1' })",
      ]
      const problems = problemsOf([allowed, ...refused].join('\n'))
      expect(problems.map((problem) => problem.split(' // ')[0])).toEqual(refused)
      expect(problems[0]).toContain(`Argument of type '"checkout-redesing"' is not assignable`)
      expect(problems[1]).toContain(`not assignable to parameter of type '"checkout-redesign"'`)
    },
  )
})
