/** What Node and the libraries below it read to reach a Git host at all. Nothing of the server's own is among them. */
const HANDED_ON = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'LANG',
  'TZ',
  'TMPDIR',
  'SystemRoot',
] as const

type Environment = Readonly<Record<string, string | undefined>>

/** The environment of a process that must not know what is in this one's: tokens, passwords, addresses. */
export function nodeEnvironment(environment: Environment): Environment {
  return Object.fromEntries(
    HANDED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  )
}
