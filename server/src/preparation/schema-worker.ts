import { judgeValue } from './schema/judge-value.ts'
import type { SchemaQuestion } from './schema/worker-schema-judge.ts'
import { answerRequests } from './thread/answer-requests.ts'

answerRequests(({ schema, value }: SchemaQuestion) => Promise.resolve({ answer: judgeValue(schema, value) }))
