import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where a configuration repository is, as `EVENKEEL_REPO` says it. */
export type RepositoryAddress =
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'invalid'; readonly problem: string }

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Reads an address: `https://…`, `http://…` on the loopback interface, `file://…`, or a path. Everything else is
 * `invalid`, with a problem that names no credential.
 */
export function parseRepositoryAddress(repo: string): RepositoryAddress {
  if (/^[^/@:]+@[^/:]+:/.test(repo) || /^(git\+)?ssh:/i.test(repo)) {
    return invalid('SSH addresses are not read; use the https:// address and an access token')
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(repo)) return { kind: 'local', path: resolve(repo) }
  if (!URL.canParse(repo)) return invalid('it is not a URL')
  const url = new URL(repo)
  if (url.protocol === 'file:') return { kind: 'local', path: fileURLToPath(url) }
  if (url.username !== '' || url.password !== '') {
    return invalid('it holds credentials, and addresses are shown in logs; set the token on its own')
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    return { kind: 'remote', url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` }
  }
  if (url.protocol === 'http:') return invalid('http:// would send the token in the clear; use https://')
  return invalid(`${url.protocol}// is not read; use https:// or a path`)
}

function invalid(problem: string): RepositoryAddress {
  return { kind: 'invalid', problem }
}
