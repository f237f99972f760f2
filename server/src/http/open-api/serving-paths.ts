import { FRAME_MEDIA_TYPE } from '@evenkeel/core/protocol'
import type { PathSummaries } from './operation.ts'

const JSON_TYPE = 'application/json'
const NOT_SERVED = {
  404: ['environment-not-found'],
  503: ['nothing-served-yet', 'signing-key-unregistered'],
}

/** What is served, and how it is got. */
export const SERVING_PATHS: PathSummaries = {
  '/v1/environments': {
    get: {
      summary: 'The environments that the token may see, and the key that frames are signed with',
      action: 'environment.list',
      answers: { [JSON_TYPE]: 'Revision, commit, age and capacity of each.' },
    },
  },
  '/v1/environments/{environment}': {
    get: {
      summary: 'What is served for an environment',
      action: 'environment.read',
      answers: { [JSON_TYPE]: 'Revision, commit, age and capacity.' },
      problems: NOT_SERVED,
    },
  },
  '/v1/environments/{environment}/snapshot': {
    get: {
      summary: 'The whole snapshot: the frame that a stream is sent, or the form for people',
      action: 'snapshot.read',
      answers: {
        [FRAME_MEDIA_TYPE]: 'A signed frame of constant size, whatever If-None-Match says.',
        [JSON_TYPE]: 'The readable form, where the Accept header asks for it.',
      },
      problems: NOT_SERVED,
    },
  },
  '/v1/environments/{environment}/stream': {
    get: {
      summary: 'Upgrades to a WebSocket with the subprotocol evenkeel.v1, over which frames are sent',
      action: 'snapshot.read',
      status: 101,
      answers: { [FRAME_MEDIA_TYPE]: 'A frame in each binary message.' },
      problems: { ...NOT_SERVED, 426: ['upgrade-required'] },
    },
  },
  '/v1/environments/{environment}/flags': {
    get: {
      summary: 'Every flag as it is served',
      action: 'flag.read',
      answers: { [JSON_TYPE]: 'Flags by key.' },
      problems: NOT_SERVED,
    },
  },
  '/v1/environments/{environment}/flags/{key}': {
    get: {
      summary: 'One flag as it is served',
      action: 'flag.read',
      answers: { [JSON_TYPE]: 'The flag.' },
      problems: { ...NOT_SERVED, 404: ['environment-not-found', 'flag-not-found'] },
    },
  },
  '/v1/environments/{environment}/explain': {
    post: {
      summary: 'Explains a flag for a context',
      action: 'flag.explain',
      body: '{"flag": "…", "context": {"targetingKey": …, …}, "at": "2026-12-01T09:00:00+01:00"}; without `at`, now.',
      answers: { [JSON_TYPE]: 'What every prerequisite and every rule said, and what decided.' },
      problems: { 400: ['malformed-question'], ...NOT_SERVED },
    },
  },
  '/v1/environments/{environment}/configs': {
    get: {
      summary: 'Every config as it is served',
      action: 'config.read',
      answers: { [JSON_TYPE]: 'Values by name.' },
      problems: NOT_SERVED,
    },
  },
  '/v1/environments/{environment}/configs/{name}': {
    get: {
      summary: 'One config as it is served',
      action: 'config.read',
      answers: { [JSON_TYPE]: 'The value.' },
      problems: { ...NOT_SERVED, 404: ['environment-not-found', 'config-not-found'] },
    },
  },
}
