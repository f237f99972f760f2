import { METRIC } from '@evenkeel/core/telemetry'
import { describe, expect, it } from 'vitest'
import { aStoredSnapshot } from '../snapshots/store/a-stored-snapshot.ts'
import { MetricsRegistry } from './metrics-registry.ts'
import { PrometheusDatabaseMetrics } from './prometheus-database-metrics.ts'
import { PrometheusFleetMetrics } from './prometheus-fleet-metrics.ts'
import { PrometheusOfrepMetrics } from './prometheus-ofrep-metrics.ts'
import { PrometheusReconciliationMetrics } from './prometheus-reconciliation-metrics.ts'
import { PrometheusSnapshotMetrics } from './prometheus-snapshot-metrics.ts'
import { PrometheusStreamingMetrics } from './prometheus-streaming-metrics.ts'

function allMetrics() {
  const registry = new MetricsRegistry()
  return {
    reconciliation: new PrometheusReconciliationMetrics(registry),
    snapshots: new PrometheusSnapshotMetrics(registry),
    streaming: new PrometheusStreamingMetrics(registry),
    fleet: new PrometheusFleetMetrics(registry),
    ofrep: new PrometheusOfrepMetrics(registry),
    /** Our own samples, as Prometheus reads them. */
    samples: async () => (await registry.write()).split('\n').filter((line) => line.startsWith('evenkeel_')),
  }
}

describe('our metrics', () => {
  it('have every name that dashboards may use, with its help', async () => {
    const registry = new MetricsRegistry()
    new PrometheusReconciliationMetrics(registry)
    new PrometheusSnapshotMetrics(registry)
    new PrometheusStreamingMetrics(registry)
    new PrometheusFleetMetrics(registry)
    new PrometheusDatabaseMetrics(registry)
    new PrometheusOfrepMetrics(registry)

    const text = await registry.write()

    for (const name of Object.values(METRIC)) expect(text).toMatch(new RegExp(`^# HELP ${name} .`, 'm'))
  })

  it('count syncs by outcome, and when one last succeeded', async () => {
    const { reconciliation, samples } = allMetrics()

    reconciliation.syncFinished('published', 300)
    reconciliation.syncFinished('unchanged', 20)
    reconciliation.succeeded(2_000_000)
    reconciliation.syncFinished('refused', 200)
    reconciliation.syncFinished('failed', 200)

    expect(await samples()).toEqual(
      expect.arrayContaining([
        'evenkeel_sync_attempts_total{outcome="published"} 1',
        'evenkeel_sync_attempts_total{outcome="unchanged"} 1',
        'evenkeel_sync_attempts_total{outcome="refused"} 1',
        'evenkeel_sync_attempts_total{outcome="failed"} 1',
        'evenkeel_sync_duration_seconds_bucket{le="0.25"} 3',
        'evenkeel_sync_duration_seconds_count 4',
        'evenkeel_sync_last_success_timestamp_seconds 2000',
      ]),
    )
  })

  it('name the newest commit and those served, and forget the ones before', async () => {
    const { reconciliation, samples } = allMetrics()
    const commits = async () => (await samples()).filter((line) => line.includes('_commit_info'))

    reconciliation.commits('aaa', new Map([['production', 'aaa']]))
    reconciliation.commits('bbb', new Map([['production', 'aaa']]))
    expect(await commits()).toEqual([
      'evenkeel_desired_commit_info{commit="bbb"} 1',
      'evenkeel_served_commit_info{environment="production",commit="aaa"} 1',
    ])

    reconciliation.commits(undefined, new Map())
    expect(await commits()).toEqual([])
  })

  it('tell which revision is served, and how it is asked for', async () => {
    const { snapshots, samples } = allMetrics()

    snapshots.served(aStoredSnapshot({ epoch: 2, sequence: 7, publishedAt: new Date(1_500) }))
    snapshots.snapshotRequested('production', 'frame')
    snapshots.snapshotRequested('production', 'json')
    snapshots.lastKnownGoodFailed('production')

    expect(await samples()).toEqual(
      expect.arrayContaining([
        'evenkeel_served_epoch{environment="production"} 2',
        'evenkeel_served_sequence{environment="production"} 7',
        'evenkeel_served_published_timestamp_seconds{environment="production"} 1.5',
        'evenkeel_snapshot_requests_total{environment="production",form="frame"} 1',
        'evenkeel_snapshot_requests_total{environment="production",form="json"} 1',
        'evenkeel_last_known_good_failures_total{environment="production"} 1',
      ]),
    )
  })

  it('count streams, their frames, and those that were ended or refused', async () => {
    const { streaming, samples } = allMetrics()

    streaming.subscribers('production', 3)
    streaming.subscribers('production', 2)
    streaming.frameSent('production')
    streaming.slowConsumerEnded('production')
    streaming.streamRefused('token-unknown')

    expect(await samples()).toEqual(
      expect.arrayContaining([
        'evenkeel_stream_subscribers{environment="production"} 2',
        'evenkeel_stream_frames_sent_total{environment="production"} 1',
        'evenkeel_stream_slow_consumers_ended_total{environment="production"} 1',
        'evenkeel_streams_refused_total{code="token-unknown"} 1',
      ]),
    )
  })

  it('count what clients did not take, and those that are ahead', async () => {
    const { fleet, samples } = allMetrics()

    fleet.frameRejected('production')
    fleet.messageRefused('production')
    fleet.clientsAhead('production', 3)
    fleet.clientsAhead('production', 0)

    expect(await samples()).toEqual(
      expect.arrayContaining([
        'evenkeel_client_frames_rejected_total{environment="production"} 1',
        'evenkeel_client_messages_refused_total{environment="production"} 1',
        'evenkeel_clients_ahead{environment="production"} 0',
      ]),
    )
  })

  it('count remote evaluations by reason', async () => {
    const { ofrep, samples } = allMetrics()

    ofrep.evaluated('production', 'SPLIT', 3)
    ofrep.evaluated('production', 'SPLIT', 1)

    expect(await samples()).toContain(
      'evenkeel_ofrep_evaluations_total{environment="production",reason="SPLIT"} 4',
    )
  })

  it('of two servers in a process do not mix', async () => {
    const one = allMetrics()
    const other = allMetrics()

    one.streaming.frameSent('production')

    expect((await other.samples()).join()).not.toContain('stream_frames_sent_total{')
  })
})
