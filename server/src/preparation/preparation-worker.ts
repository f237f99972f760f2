import { SnapshotError } from '@evenkeel/core/errors'
import { systemClock } from '../clock.ts'
import { InlinePreparer } from './inline-preparer.ts'
import type { PreparationAnswer, PreparationRequest } from './preparation-request.ts'
import { RememberingSchemaJudge } from './schema/remembering-schema-judge.ts'
import { WorkerSchemaJudge } from './schema/worker-schema-judge.ts'
import { type Answer, answerRequests } from './thread/answer-requests.ts'
import { ownedBytes } from './thread/owned-bytes.ts'

const schemaJudge = new WorkerSchemaJudge({
  entry: new URL('./schema/schema-worker.js', import.meta.url),
  clock: systemClock,
})
const preparer = new InlinePreparer({
  schemaJudge: new RememberingSchemaJudge(schemaJudge, systemClock),
  clock: systemClock,
})

answerRequests(async (request: PreparationRequest): Promise<Answer<PreparationAnswer>> => {
  try {
    const answer = await prepare(request)
    return { answer, transfer: buffersOf(answer) }
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error
    return { answer: { kind: 'snapshot-error', code: error.code, message: error.message } }
  }
})

async function prepare(request: PreparationRequest): Promise<PreparationAnswer> {
  switch (request.kind) {
    case 'prepare': {
      const { revision, text, dormant } = await preparer.prepare(
        request.base,
        request.operations,
        request.stamp,
      )
      return {
        kind: 'prepared',
        snapshot: { ...revision.snapshot, payload: ownedBytes(revision.snapshot.payload) },
        operations: revision.operations,
        text: ownedBytes(text),
        dormant,
      }
    }
    case 'read': {
      const { text, dormant } = await preparer.read(request.stored)
      return { kind: 'read', text: ownedBytes(text), dormant }
    }
    case 'compare':
      return { kind: 'compared', change: await preparer.compare(request.before, request.after) }
    case 'write-readable':
      return { kind: 'readable', json: ownedBytes(await preparer.writeReadable(request.text, request.part)) }
  }
}

/** What nothing here keeps: handed over, not copied. */
function buffersOf(answer: PreparationAnswer): readonly ArrayBuffer[] {
  switch (answer.kind) {
    case 'prepared':
      return [answer.text.buffer, answer.snapshot.payload.buffer]
    case 'read':
      return [answer.text.buffer]
    case 'readable':
      return [answer.json.buffer]
    default:
      return []
  }
}
