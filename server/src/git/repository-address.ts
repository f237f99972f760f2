import { fileURLToPath } from 'node:url'

/** Where a configuration repository is: there is no value of it that cannot be opened or that holds credentials. */
export type RepositoryAddress =
  /** `https://…`, or `http://…` on the loopback interface; no slash at its end, no query. */
  | { readonly kind: 'remote'; readonly url: string }
  /** As it was written: a relative one is relative to the working directory. Never empty. */
  | { readonly kind: 'local'; readonly path: string }

/** What is wrong with what was written and what to write instead, as what follows its name; repeats no credentials. */
export interface RefusedAddress {
  readonly kind: 'refused'
  readonly problem: string
}

const SCP_LIKE = /^[^/@:]+@[^/:]+:/
const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Reads an address: `https://…`, `http://…` on the loopback interface, `file://…`, or a path. Never throws. */
export function parseRepositoryAddress(text: string): RepositoryAddress | RefusedAddress {
  if (SCP_LIKE.test(text) || /^((git\+)?ssh:|git:\/\/)/i.test(text)) {
    return refused(
      'is an SSH or git:// address, which is not supported: use the https:// one, with EVENKEEL_REPO_TOKEN where it is private',
    )
  }
  if (text === '') return refused('is empty: use an https:// address or a path')
  if (!WITH_SCHEME.test(text)) return { kind: 'local', path: text }
  return URL.canParse(text) ? ofUrl(new URL(text)) : refused('is not an address that can be read')
}

/** The text that is parsed as this address. */
export function formatRepositoryAddress(address: RepositoryAddress): string {
  return address.kind === 'remote' ? address.url : address.path
}

function ofUrl(url: URL): RepositoryAddress | RefusedAddress {
  if (url.username !== '' || url.password !== '') {
    return refused(
      'holds credentials, which would end up in logs: leave them out, and set EVENKEEL_REPO_TOKEN',
    )
  }
  if (url.protocol === 'file:') return ofFileUrl(url)
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    return refused('starts with http://, which would send the token in the clear: use the https:// address')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refused(`starts with ${url.protocol}//: use an https:// address or a path`)
  }
  return { kind: 'remote', url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` }
}

function ofFileUrl(url: URL): RepositoryAddress | RefusedAddress {
  try {
    return { kind: 'local', path: fileURLToPath(url) }
  } catch {
    return refused('is a file:// address that names no path of this machine: use the path')
  }
}

const refused = (problem: string): RefusedAddress => ({ kind: 'refused', problem })
