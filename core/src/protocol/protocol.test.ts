import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snapshotPath, STREAM_CLOSE_CODES, streamPath } from './index.ts'

describe('the paths of an environment', () => {
  it('are the documented ones', () => {
    expect(snapshotPath('production')).toBe('/v1/environments/production/snapshot')
    expect(streamPath('production')).toBe('/v1/environments/production/stream')
  })

  it('hold any name in one segment, from which it can be read back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (environment) => {
        for (const path of [snapshotPath(environment), streamPath(environment)]) {
          const segments = path.split('/')

          expect(segments).toHaveLength(5)
          expect(decodeURIComponent(segments[3]!)).toBe(environment)
        }
      }),
    )
  })
})

describe('the close codes of a stream', () => {
  it('are ones that a server may send', () => {
    for (const code of Object.values(STREAM_CLOSE_CODES)) {
      expect(code === 1001 || (code >= 4000 && code <= 4999)).toBe(true)
    }
  })
})
