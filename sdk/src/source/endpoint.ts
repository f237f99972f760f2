import { snapshotPath, streamPath } from '@evenkeel/core/protocol'

/** An environment of a server, and what opens it. */
export interface Endpoint {
  readonly environment: string
  readonly token: string
  readonly snapshotUrl: string
  readonly streamUrl: string
}

/** A path in `url` stays in front: the server may be mounted below one. */
export function endpointOf(url: URL, environment: string, token: string): Endpoint {
  const root = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  return {
    environment,
    token,
    snapshotUrl: root + snapshotPath(environment),
    streamUrl: root.replace(/^http/, 'ws') + streamPath(environment),
  }
}
