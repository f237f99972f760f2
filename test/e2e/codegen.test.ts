import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aConfigRepository, temporaryDirectory } from '@evenkeel/test/support'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { fakeHost } from '../../cli/src/fake-host.ts'
import { fakeWorkTree } from '../../cli/src/fake-work-tree.ts'
import { run } from '../../cli/src/run.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))

const document = (kind: string, name: string, spec: object) =>
  JSON.stringify({ apiVersion: 'evenkeel/v1', kind, metadata: { name }, spec })

const repository = aConfigRepository()
  .withFile(
    'flags/order.json',
    document('Flag', 'order', { type: 'string', variants: { a: 'price', b: 'age' }, defaultVariant: 'a' }),
  )
  .withFile(
    'flags/page-size.json',
    document('Flag', 'page-size', { type: 'number', variants: { a: 10 }, defaultVariant: 'a' }),
  )
  .withFile(
    'flags/banner.json',
    document('Flag', 'banner', {
      type: 'object',
      variants: { a: { title: 'Sale' }, b: {} },
      defaultVariant: 'a',
    }),
  )
  .withFile(
    'configs/limits.json',
    document('Config', 'limits', {
      schema: { type: 'object', required: ['perMinute'], properties: { perMinute: { type: 'integer' } } },
      value: { perMinute: 60 },
    }),
  )
  .withFile(
    'context.json',
    document('Context', 'shop', {
      attributes: { email: { type: 'string' }, plan: { type: 'string' }, 'cart.total': { type: 'number' } },
    }),
  )

const SDK = `import { createClient } from '@evenkeel/sdk'
const client = createClient({ mode: { file: 'x' } })
`
const OPENFEATURE = `import { OpenFeature } from '@openfeature/server-sdk'
const client = OpenFeature.getClient()
`
const OPENFEATURE_WEB = `import { OpenFeature } from '@openfeature/web-sdk'
const client = OpenFeature.getClient()
`

describe('what codegen writes', () => {
  let declaration = ''

  beforeAll(async () => {
    await using tree = await fakeWorkTree(repository.files())
    await using directory = await temporaryDirectory()
    const out = join(directory.path, 'evenkeel.d.ts')
    const host = fakeHost({ cwd: tree.path })
    expect(await run(['codegen', '--target', 'both', '--out', out], host)).toBe(0)
    declaration = await readFile(out, 'utf8')
  })

  it('lets every call that is right compile', () => {
    expect(
      errorsOf(
        declaration,
        `${SDK}
export const flags: [boolean, string, number, string | undefined] = [
  client.getBoolean('checkout-redesign', false, { targetingKey: 'u-1', plan: 'pro', cart: { total: 3 } }),
  client.getString('order', 'price'),
  client.getNumberDetails('page-size', 24).value,
  client.getObject('banner', {}).title,
]
export const perMinute: number = client.getConfig('limits', { perMinute: 1 }).perMinute
export const view = client.with({ email: 'a@example.com' })`,
      ),
    ).toEqual([])
    for (const openFeature of [OPENFEATURE, OPENFEATURE_WEB]) {
      const calls = `export const all = [client.getBooleanValue('checkout-redesign', false), client.getStringValue('order', 'price'),
        client.getNumberValue('page-size', 24), client.getObjectValue('banner', {})]`
      expect(errorsOf(declaration, `${openFeature}${calls}`)).toEqual([])
    }
  })

  it.each([
    [SDK, `client.getBoolean('chekout-redesign', false)`],
    [SDK, `client.getBoolean('order', false)`],
    [SDK, `client.getString('page-size', '10')`],
    [SDK, `client.getNumber('banner', 10)`],
    [SDK, `client.getObject('order', {})`],
    [SDK, `client.getObject('banner', { title: 42 })`],
    [SDK, `client.getBooleanDetails('order', false)`],
    [SDK, `client.getConfig('limit', { perMinute: 1 })`],
    [SDK, `client.getConfig('limits', { perMinute: 'many' })`],
    [SDK, `client.getConfig('limits', { perMinute: 1 }).perMinute = 2`],
    [SDK, `client.getBoolean('checkout-redesign', false, { plan: 7 })`],
    [SDK, `client.getBoolean('checkout-redesign', false, { plam: 'pro' })`],
    [SDK, `client.getBoolean('checkout-redesign', false, { cart: { total: 'much' } })`],
    [SDK, `client.with({ plam: 'pro' })`],
    [OPENFEATURE, `await client.getBooleanValue('chekout-redesign', false)`],
    [OPENFEATURE, `await client.getBooleanValue('order', false)`],
    [OPENFEATURE, `await client.getObjectValue('page-size', {})`],
    [OPENFEATURE_WEB, `client.getStringValue('checkout-redesign', 'on')`],
  ])('makes an error of %s%s', (imports, call) => {
    expect(errorsOf(declaration, imports + call)).toHaveLength(1)
    expect(errorsOf('export {}', imports + call.replace(' = 2', ''))).toEqual([])
  })
})

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  customConditions: ['@evenkeel/source'],
  skipLibCheck: true,
  types: ['node'],
}

const parsed = new Map<string, ts.SourceFile | undefined>()

/** What the compiler says of a service's file, with the declaration beside it. */
function errorsOf(declaration: string, service: string): string[] {
  const files = new Map([
    [join(HERE, 'evenkeel.d.ts'), declaration],
    [join(HERE, 'service.ts'), service],
  ])
  const disk = ts.createCompilerHost(OPTIONS)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, options) => {
      const text = files.get(path)
      if (text !== undefined) return ts.createSourceFile(path, text, options)
      if (!parsed.has(path)) parsed.set(path, disk.getSourceFile(path, options))
      return parsed.get(path)
    },
  }
  const program = ts.createProgram([...files.keys()], OPTIONS, host)
  return [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  })
}
