/** Whether `If-None-Match` names this entity tag, compared weakly (RFC 9110, 13.1.2). */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = opaqueTag(etag)
  return ifNoneMatch
    .split(',')
    .some((candidate) => candidate.trim() === '*' || opaqueTag(candidate) === opaque)
}

const opaqueTag = (etag: string): string => etag.trim().replace(/^W\//, '')
