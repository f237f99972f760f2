import type { PathSummaries } from './operation.ts'

const JSON_TYPE = 'application/json'

/** The sync with Git. */
export const SYNC_PATHS: PathSummaries = {
  '/v1/sync': {
    get: {
      summary: 'Whether what was pushed is live, and if not, why',
      action: 'sync.read',
      query: {
        commit: 'A full object id: `asked.state` says how far that commit has come.',
        waitSeconds:
          'With `commit`, from 0 to 60: answers once it is served, held, refused or superseded, or when the time is over.',
      },
      answers: {
        [JSON_TYPE]:
          'The newest commit, what is served, how the last sync ended, its issues, and what is held; whether a sync is under way, the database is away, or services are ahead of the server.',
      },
      problems: { 400: ['invalid-request'] },
    },
  },
  '/v1/sync/retry': {
    post: {
      summary: 'Looks at the newest commit again, also one that was refused',
      action: 'sync.retry',
      status: 202,
      answers: { [JSON_TYPE]: 'The sync was asked for.' },
    },
  },
  '/v1/sync/accept': {
    post: {
      summary: 'Lets a held commit through, for every server of the database',
      action: 'sync.accept',
      body: '{"commit": "<full object id>", "rebind": true}; `rebind`, false where it is absent, moves the database to the repository, branch and folder that this server follows.',
      status: 202,
      answers: { [JSON_TYPE]: 'A sync that publishes it was asked for.' },
      problems: {
        400: ['invalid-request'],
        409: ['not-held', 'rebind-required'],
        503: ['store-unavailable'],
      },
    },
  },
  '/v1/webhooks/git': {
    post: {
      summary: 'A push webhook of GitHub, GitLab, Gitea or any host that signs alike: asks Git at once',
      action: 'webhook.receive',
      body: 'Whatever the host sends.',
      status: 202,
      answers: { [JSON_TYPE]: 'A sync was asked for.' },
      problems: { 401: ['webhook-signature'], 404: ['webhook-not-configured'] },
    },
  },
}
