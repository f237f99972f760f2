import { expect, it } from 'vitest'
import { nodeEnvironment } from './node-environment.ts'

it('hands on what Node needs to reach a host, and nothing else', () => {
  const environment = {
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    EVENKEEL_REPO_TOKEN: 'secret',
    DATABASE_URL: 'postgres://user:secret@host/db',
    NODE_OPTIONS: '--inspect',
    TZ: undefined,
  }
  expect(nodeEnvironment(environment)).toEqual({ NODE_EXTRA_CA_CERTS: '/etc/ca.pem' })
})
