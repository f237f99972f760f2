import { isJsonObject } from '@evenkeel/core/json'
import { HttpProblem } from '../../errors.ts'
import type { AcceptRequest } from '../holds/acceptance.ts'

const OBJECT_ID = /^[0-9a-f]{40}$/
const MAX_WAIT_SECONDS = 60

export interface ProgressRequest {
  readonly commit: string
  readonly waitMs: number
}

/** Reads the query of GET /v1/sync; undefined where no commit is asked about. Throws HttpProblem 400. */
export function parseProgressRequest(
  commit: string | undefined,
  waitSeconds: string | undefined,
): ProgressRequest | undefined {
  if (commit === undefined) {
    if (waitSeconds !== undefined) throw invalid('waitSeconds goes with commit: say which commit to wait for')
    return undefined
  }
  const seconds = waitSeconds === undefined ? 0 : Number(waitSeconds)
  if (!(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
    throw invalid(`waitSeconds is a number from 0 to ${MAX_WAIT_SECONDS}; ask again to wait longer`)
  }
  return { commit: requireObjectId(commit), waitMs: seconds * 1000 }
}

/** Reads the body of POST /v1/sync/accept. Throws HttpProblem 400. */
export function parseAcceptRequest(body: unknown): AcceptRequest {
  if (!isJsonObject(body)) {
    throw invalid('the body is a JSON object, {"commit": "<full object id>"}')
  }
  const { commit, rebind = false, ...others } = body
  const [unknown] = Object.keys(others)
  // What curl sends, unless it is told otherwise, is read as a form whose only field is the text.
  if (unknown?.startsWith('{')) throw invalid('send the body with the header Content-Type: application/json')
  if (unknown !== undefined) throw invalid(`there is no field "${unknown}"; there are commit and rebind`)
  if (typeof rebind !== 'boolean') throw invalid('rebind is true or false')
  return { commit: requireObjectId(commit), rebind }
}

function requireObjectId(commit: unknown): string {
  if (typeof commit === 'string' && OBJECT_ID.test(commit)) return commit
  throw invalid('commit is a full object id, 40 digits of lower-case hexadecimal, as GET /v1/sync shows it')
}

const invalid = (what: string): HttpProblem => new HttpProblem(400, 'invalid-request', `${what}.`)
