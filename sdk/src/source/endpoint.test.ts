import { describe, expect, it } from 'vitest'
import { endpointOf } from './endpoint.ts'

const urlsOf = (url: string, environment = 'production') => {
  const { snapshotUrl, streamUrl } = endpointOf(new URL(url), environment, 'ek_token')
  return [snapshotUrl, streamUrl]
}

describe('endpointOf', () => {
  it('asks the same host over http(s) for a snapshot and over ws(s) for a stream', () => {
    expect(urlsOf('https://flags.example.com')).toEqual([
      'https://flags.example.com/v1/environments/production/snapshot',
      'wss://flags.example.com/v1/environments/production/stream',
    ])
    expect(urlsOf('http://localhost:8080/')).toEqual([
      'http://localhost:8080/v1/environments/production/snapshot',
      'ws://localhost:8080/v1/environments/production/stream',
    ])
  })

  it('keeps the path the server is mounted below', () => {
    expect(urlsOf('https://example.com/tools/evenkeel/')).toEqual([
      'https://example.com/tools/evenkeel/v1/environments/production/snapshot',
      'wss://example.com/tools/evenkeel/v1/environments/production/stream',
    ])
  })
})
