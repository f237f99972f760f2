import type { FlagExplanation } from '@evenkeel/core/explain'
import { OperationError } from '../errors.ts'
import { askServer, refusedBy } from '../question/ask-server.ts'
import type { AskedServer, Question } from '../question/question.ts'
import type { Explanation } from './explanation.ts'

/** Throws OperationError when the server cannot be asked or does not answer the question. */
export async function explainOnServer(
  ask: typeof fetch,
  { url, token }: AskedServer,
  { flag, environment, context, atMs }: Question,
): Promise<Explanation> {
  const question = {
    url,
    token,
    route: `v1/environments/${encodeURIComponent(environment)}/explain`,
    body: { flag, context, ...(atMs !== undefined && { at: new Date(atMs).toISOString() }) },
    purpose: `explain flags in ${environment}`,
  }
  const answer = await askServer(ask, question)
  if (!answer.ok) throw refusedBy(answer, question)
  if (!isExplanation(answer.body)) {
    throw new OperationError(
      'server',
      `${url} answers ${answer.status} without an explanation: is it an evenkeel server?`,
    )
  }
  return { explainedBy: url, ...answer.body }
}

/** Tells our servers from others; what ours say of a flag is taken as it is. */
function isExplanation(body: object): body is FlagExplanation {
  return 'details' in body && 'prerequisites' in body && 'rules' in body && 'segments' in body
}
