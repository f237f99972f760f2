import { describeEnvironment } from '../describe-environment.ts'
import type { BenchEnvironment } from '../environment.ts'
import type { Target } from '../target.ts'
import { describeTargets } from '../target.ts'
import { describeAdmissions, describeOperations, describeTimes } from './describe-figures.ts'
import type { SyncResults } from './sync-results.ts'

export interface SyncReport {
  readonly environment: BenchEnvironment
  readonly results: SyncResults
  readonly targets: readonly Target[]
}

export function describeSync({ environment, results, targets }: SyncReport): string {
  return `${describeEnvironment(environment)}

The built server over a repository on disk, from outside: what it takes until what was pushed or asked for is served, and how it serves meanwhile. Flags have three rules each and a file each.

${[...describeTimes(results), ...describeAdmissions(results), ...describeOperations(results)].join('\n\n')}

### Targets

${describeTargets(targets)}

### How it is measured

Each part has servers, repositories and data directories of its own; the limit of an admission's memory is 768 MiB. Commits are written beforehand with \`git fast-import\`; pushing one moves the branch and calls the webhook. A commit is served when \`GET /v1/sync?commit=…&waitSeconds=60\` says so. "Every flag rewritten" changes each file and the conditions in it, but moves nobody to another bucket.

How late the serving process is comes from a module that is loaded into it before all else: a chain of timers of 5 ms on its main thread, and how much later than due each fires. From outside, \`/livez\` is asked every 50 ms and a snapshot is polled every 250 ms on connections that are kept, and 20 streams have a tick of one second. A change replaces the tick after it, so up to two seconds from one frame to the next are regular. Memory is what is resident: of the serving process as it says itself; of all processes together, the sum over /proc every 50 ms, in which what they share counts for each.

An operation is timed in the server's own process, around the call that returns once it is committed and served; one follows the other, on ten flags in turn.

### What these numbers are not

The repository is on the same disk, so fetching it is hardly anything: over a network its time is added. Everything is on one machine, the one that asks and the one that is asked, and with two cores they take from each other. The machine has more memory than a small container, so collections of garbage are later and processes larger than they would have to be.
`
}
