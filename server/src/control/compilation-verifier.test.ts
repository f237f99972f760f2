import type { Compilation } from '@evenkeel/core/compilation'
import { compileEnvironment, packContent } from '@evenkeel/core/compilation'
import { validateManifests, parseManifestFile } from '@evenkeel/core/manifest'
import { aConfigRepository } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { nodePlatform } from '../node-platform.ts'
import type { StoredCompilation } from '../snapshots/store/stored-revision.ts'
import { CompilationVerifier } from './compilation-verifier.ts'

const FLAG = (name: string, prerequisites: readonly string[] = []) =>
  JSON.stringify({
    apiVersion: 'evenkeel/v1',
    kind: 'Flag',
    metadata: { name },
    spec: {
      type: 'boolean',
      defaultVariant: 'off',
      prerequisites: prerequisites.map((flag) => ({ flag, variants: ['on', 'off'] })),
    },
  })

/** Of the flags `checkout-redesign`, `base`, and `above`, which needs `base`. */
function aCompilation(): Compilation {
  const repository = aConfigRepository()
    .withFile('flags/base.json', FLAG('base'))
    .withFile('flags/above.json', FLAG('above', ['base']))
  const { manifests, issues } = validateManifests(repository.files().map(parseManifestFile))
  if (!manifests) throw new Error(JSON.stringify(issues))
  return compileEnvironment({
    manifests,
    environment: 'production',
    commit: '1'.repeat(40),
    sha256: nodePlatform.sha256,
  })
}

const hashOf = (text: string) => Buffer.from(nodePlatform.sha256(Buffer.from(text))).toString('hex')

/** With the content changed after it was compiled, and a hash that agrees. */
function packed(compilation: Compilation, change = (content: string) => content): StoredCompilation {
  const content = change(compilation.content)
  const { formatVersion, environment, commit, summary, frameBytes } = compilation
  const described = { formatVersion, environment, commit, summary, frameBytes }
  return { ...described, contentHash: hashOf(content), ...packContent(content, nodePlatform.deflateBlock) }
}

/** Whose flag `name` cannot be read. */
const spoilt = (name: string) =>
  packed(aCompilation(), (content) =>
    content.replace(new RegExp(`(\\["flag","${name}",\\{).*(\\}\\])`), '$1$2'),
  )

const malformed = expect.objectContaining({ name: 'SnapshotError', code: 'malformed' }) as Error

describe('CompilationVerifier', () => {
  it('accepts what was compiled and packed', () => {
    const verifier = new CompilationVerifier()
    verifier.verify([packed(aCompilation())])
    verifier.verify([packed(aCompilation())])
  })

  it.each(['checkout-redesign', 'base'])('refuses a flag that an SDK could not evaluate: %s', (name) => {
    expect(() => new CompilationVerifier().verify([spoilt(name)])).toThrow(malformed)
  })

  it('names what cannot be evaluated', () => {
    expect(() => new CompilationVerifier().verify([spoilt('base')])).toThrow(
      /The flag (base|above) of production/,
    )
  })

  it('looks at what has changed since the commit before', () => {
    const verifier = new CompilationVerifier()
    verifier.verify([packed(aCompilation())])
    expect(() => verifier.verify([spoilt('base')])).toThrow(malformed)
    expect(() => verifier.verify([spoilt('base')])).toThrow(malformed)
  })

  it('refuses a frame that the compilation does not fit', () => {
    const compilation = { ...packed(aCompilation()), frameBytes: 300 }
    expect(() => new CompilationVerifier().verify([compilation])).toThrow(
      expect.objectContaining({ code: 'does-not-fit' }) as Error,
    )
  })

  it.each([
    ['a content that is not what its hash says', { contentHash: hashOf('something else') }],
    ['a content of another length', { contentLength: 1 }],
    ['a content that cannot be inflated', { content: Uint8Array.of(1, 2, 3) }],
    ['a format that SDKs do not know', { formatVersion: 9 }],
  ])('refuses %s', (_, wrong) => {
    const compilation = { ...packed(aCompilation()), ...wrong }
    expect(() => new CompilationVerifier().verify([compilation])).toThrow(
      expect.objectContaining({ name: 'SnapshotError' }) as Error,
    )
  })

  it('refuses a summary that counts other lines than there are', () => {
    const compilation = packed(aCompilation())
    const summary = { ...compilation.summary, flags: 7 }
    expect(() => new CompilationVerifier().verify([{ ...compilation, summary }])).toThrow(malformed)
  })

  it('looks at everything where it may remember nothing', () => {
    const verifier = new CompilationVerifier(0)
    verifier.verify([packed(aCompilation())])
    expect(() => verifier.verify([spoilt('checkout-redesign')])).toThrow(malformed)
  })
})
