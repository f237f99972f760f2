/** How an operator lets a held commit through. */
export const acceptHint = (commit: string): string =>
  `If it is meant so: POST /v1/sync/accept {"commit": "${commit}"}`
