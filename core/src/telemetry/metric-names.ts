/** Names of the server's metrics; dashboards and alerts are built from the same constants. */
export const METRIC = {
  /** Counter, label `outcome`. */
  syncAttempts: 'evenkeel_sync_attempts_total',
  /** Histogram, in seconds. */
  syncDuration: 'evenkeel_sync_duration_seconds',
  /** Gauge: when the newest commit was last known to be the one published, in Unix seconds. */
  syncLastSuccess: 'evenkeel_sync_last_success_timestamp_seconds',
  /** Gauge: what is held until an operator accepts it or a newer commit comes. */
  syncHolds: 'evenkeel_sync_holds',
  /** Gauge: 1 while the database can be used, else 0. */
  databaseUp: 'evenkeel_database_up',
  /** Info, label `commit`: the newest commit seen in Git. */
  desiredCommit: 'evenkeel_desired_commit_info',
  /** Info, labels `environment` and `commit`: what is served. */
  servedCommit: 'evenkeel_served_commit_info',
  /** Gauge, label `environment`: the sequence of the revision that is served. */
  servedSequence: 'evenkeel_served_sequence',
  /** Gauge, label `environment`: the epoch of the revision that is served. */
  servedEpoch: 'evenkeel_served_epoch',
  /** Gauge, label `environment`: when the revision that is served was published, in Unix seconds. */
  servedPublished: 'evenkeel_served_published_timestamp_seconds',
  /** Counter, labels `environment` and `form` (`frame` or `json`). */
  snapshotRequests: 'evenkeel_snapshot_requests_total',
  /** Counter, label `environment`. */
  lastKnownGoodFailures: 'evenkeel_last_known_good_failures_total',
  /** Gauge, label `environment`: streams that are open. */
  streamSubscribers: 'evenkeel_stream_subscribers',
  /** Counter, label `environment`. */
  streamFramesSent: 'evenkeel_stream_frames_sent_total',
  /** Counter, label `environment`: streams that were ended because they did not acknowledge their frames. */
  streamSlowConsumersEnded: 'evenkeel_stream_slow_consumers_ended_total',
  /** Counter, label `code`: the problem that an upgrade was answered with. */
  streamsRefused: 'evenkeel_streams_refused_total',
  /** Counter, label `environment`: reports of clients that they did not take a frame. */
  clientFramesRejected: 'evenkeel_client_frames_rejected_total',
  /** Counter, label `environment`: malformed messages and headers of clients. */
  clientMessagesRefused: 'evenkeel_client_messages_refused_total',
  /** Gauge, label `environment`: clients that hold a newer revision than is served. */
  clientsAhead: 'evenkeel_clients_ahead',
  /** Counter, labels `environment` and `reason`: flags evaluated by the server, for browsers and phones. */
  ofrepEvaluations: 'evenkeel_ofrep_evaluations_total',
} as const
