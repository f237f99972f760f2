import type { RepositoryError } from '../../errors.ts'
import { unreachable } from '../repository-faults.ts'

const NETWORK_HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check the host name in EVENKEEL_REPO, and that this machine can resolve it.',
  EAI_AGAIN: 'The name service did not answer; it is tried again by itself.',
  ECONNREFUSED: 'Nothing listens there: check host and port in EVENKEEL_REPO, and the firewall.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  SELF_SIGNED_CERT_IN_CHAIN: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'For a certificate authority of your own set NODE_EXTRA_CA_CERTS.',
  CERT_HAS_EXPIRED: 'The certificate of the Git host has expired; whoever runs it has to renew it.',
}

/** What broke a connection, in words that help. */
export function networkFault(url: string, error: unknown): RepositoryError {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  const hint = NETWORK_HINTS[code ?? ''] ?? 'It is tried again by itself. If it stays so, check the network.'
  return unreachable(url, code ?? 'the connection broke', hint, error)
}
