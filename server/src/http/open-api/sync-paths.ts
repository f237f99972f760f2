import type { PathSummaries } from './operation.ts'

const JSON_TYPE = 'application/json'

/** The sync with Git. */
export const SYNC_PATHS: PathSummaries = {
  '/v1/sync': {
    get: {
      summary: 'Whether what was pushed is live, and if not, why',
      tokens: ['operator'],
      answers: {
        [JSON_TYPE]: 'The newest commit, what is served, how the last sync ended, and its issues.',
      },
    },
  },
  '/v1/sync/retry': {
    post: {
      summary: 'Looks at the newest commit again, also one that was refused',
      tokens: ['operator'],
      status: 202,
      answers: { [JSON_TYPE]: 'The sync was asked for.' },
    },
  },
  '/v1/webhooks/git': {
    post: {
      summary: 'A push webhook of GitHub, GitLab, Gitea or any host that signs alike: asks Git at once',
      tokens: 'signature',
      body: 'Whatever the host sends.',
      status: 202,
      answers: { [JSON_TYPE]: 'A sync was asked for.' },
      problems: { 401: ['webhook-signature'], 404: ['webhook-not-configured'] },
    },
  },
}
