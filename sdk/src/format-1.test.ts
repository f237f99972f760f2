import { fakeClock } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { detailsOfCase } from '../../test/conformance/details-of-case.ts'
import { expectDetails } from '../../test/conformance/expect-details.ts'
import { loadFormat1 } from '../../test/conformance/format-1/load-format-1.ts'
import { Client } from './client.ts'
import { RecordingLogger } from './recording-logger.ts'
import { parsePublicKey } from './snapshot/node-platform.ts'
import { FakeSource } from './source/fake-source.ts'

const { publicKey, read, refused } = loadFormat1()
const verifiers = [parsePublicKey(publicKey)!]

/** A client of any environment that got the frame; it asks for signatures where the frame has one. */
function aClient({ bytes, signed }: (typeof read)[number], at = '2026-12-01T10:00:00Z') {
  const source = new FakeSource()
  const logger = new RecordingLogger()
  const settings = { origin: { from: 'source', source } as const, environment: undefined, context: undefined }
  const client = new Client(
    { ...settings, verifiers: signed ? verifiers : [], pollMs: 5_000, logger },
    { clock: fakeClock(Date.parse(at)), random: () => 0.5, fetch },
  )
  source.receiver.frame(bytes)
  return { client, source, logger }
}

describe.each(read)('the SDK and the frame $frame of format 1', (frame) => {
  const { cases, configs, header } = frame.reading
  const clients = new Map<string | undefined, Client>()

  it.each(cases)('resolves $name', (given) => {
    const client = clients.get(given.at) ?? aClient(frame, given.at).client
    clients.set(given.at, client)
    expectDetails(detailsOfCase(client, given), given.expect)
  })

  it('gives every config, and says which an operator overrides', () => {
    const { client } = aClient(frame)

    for (const [name, value] of Object.entries(configs)) {
      const isOverridden = JSON.stringify(header['overriddenConfigs'] ?? []).includes(`"${name}"`)
      const details = client.getConfigDetails<unknown>(name, 'code')
      expect(details).toMatchObject({ value, reason: 'STATIC' })
      expect(details.flagMetadata.override).toBe(isOverridden ? true : undefined)
    }
  })
})

describe('the SDK and frames that format 1 does not allow', () => {
  const everything = read.find(({ frame }) => frame === 'everything.signed.evk')!

  it.each(refused)('goes on with what it has: $frame', ({ bytes, because }) => {
    const { client, source, logger } = aClient(everything)

    source.receiver.frame(bytes)

    expect(client.getBooleanDetails('any', false).flagMetadata.revision).toBe('3.42')
    expect(logger.lines.join('\n')).toContain(because)
  })
})
