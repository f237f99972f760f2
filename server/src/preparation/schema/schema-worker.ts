import { judgeValue } from './judge-value.ts'
import type { SchemaQuestion } from './worker-schema-judge.ts'
import { answerRequests } from '../thread/answer-requests.ts'

answerRequests(({ schema, value }: SchemaQuestion) => Promise.resolve({ answer: judgeValue(schema, value) }))
