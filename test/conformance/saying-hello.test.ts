import { readFileSync } from 'node:fs'
import { CLIENT_HEADER, parseClientMessage } from '@evenkeel/core/protocol'
import { describe, expect, it } from 'vitest'
import * as bounds from '../../core/src/protocol/client-bounds.ts'

const specification = readFileSync(new URL('../../docs/sdk-specification.md', import.meta.url), 'utf8')
const [, section = ''] = specification.split('## Saying hello')

describe('what the specification says of saying hello', () => {
  it('is shown by messages that a server reads', () => {
    const shown = [...section.matchAll(/^```json\n(.*?)\n```$/gms)].map(([, json = '']) => json)

    expect(shown.map((json) => parseClientMessage(json))).toEqual(
      shown.map((json) => JSON.parse(json) as unknown),
    )
    expect(shown).toHaveLength(2)
  })

  it('has the header and the bounds', () => {
    expect(section.toLowerCase()).toContain(`\`${CLIENT_HEADER}\``)
    expect(section).toContain(`of at most ${bounds.MAX_CLIENT_MESSAGE_BYTES} bytes; a larger one ends`)
    expect(section).toContain(`of at most ${bounds.MAX_CLIENT_HEADER_BYTES} bytes.`)
    expect(section).toContain(`at most ${bounds.MAX_LABELS}, from the service`)
    expect(section).toContain(`reads; at most ${bounds.MAX_FORMATS} `)
    expect(section).toContain(`${bounds.MAX_REJECTION_CHARACTERS} UTF-16 code units`)
  })
})
