/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- TypeORM declares the shape of its options as a class and takes a literal */
import type { EntitySchemaColumnOptions, ValueTransformer } from 'typeorm'
import { EntitySchema } from 'typeorm'
import type { CompilationRow, HeadRow, SnapshotRow, SyncAttemptRow } from './rows.ts'

/** `pg` gives a bigint as text; ours are below 2^53. */
const safeInteger: ValueTransformer = { to: (value: unknown) => value, from: Number }

const revisionPart: EntitySchemaColumnOptions = { type: 'bigint', primary: true, transformer: safeInteger }

export const SnapshotEntity = new EntitySchema<SnapshotRow>({
  name: 'Snapshot',
  tableName: 'snapshots',
  columns: {
    environment: { type: 'text', primary: true },
    epoch: revisionPart,
    sequence: revisionPart,
    commit: { type: 'text' },
    stateHash: { type: 'text', name: 'state_hash' },
    contentHash: { type: 'text', name: 'content_hash' },
    payload: { type: 'bytea' },
    inflatedLength: { type: 'integer', name: 'inflated_length' },
    frameBytes: { type: 'integer', name: 'frame_bytes' },
    publishedAt: { type: 'timestamptz', name: 'published_at' },
  },
})

export const CompilationEntity = new EntitySchema<CompilationRow>({
  name: 'Compilation',
  tableName: 'compilations',
  columns: {
    environment: { type: 'text', primary: true },
    commit: { type: 'text', primary: true },
    formatVersion: { type: 'integer', name: 'format_version' },
    content: { type: 'bytea' },
    contentLength: { type: 'integer', name: 'content_length' },
    contentHash: { type: 'text', name: 'content_hash' },
    summary: { type: 'json' },
    frameBytes: { type: 'integer', name: 'frame_bytes' },
    companion: { type: 'bytea', nullable: true },
    companionHash: { type: 'text', name: 'companion_hash', nullable: true },
  },
})

export const HeadEntity = new EntitySchema<HeadRow>({
  name: 'Head',
  tableName: 'heads',
  columns: {
    environment: { type: 'text', primary: true },
    epoch: { type: 'bigint', transformer: safeInteger },
    sequence: { type: 'bigint', transformer: safeInteger },
    pin: { type: 'text', nullable: true },
  },
})

export const SyncAttemptEntity = new EntitySchema<SyncAttemptRow>({
  name: 'SyncAttempt',
  tableName: 'sync_attempts',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    startedAt: { type: 'timestamptz', name: 'started_at' },
    finishedAt: { type: 'timestamptz', name: 'finished_at' },
    outcome: { type: 'text' },
    trigger: { type: 'text' },
    commit: { type: 'text', nullable: true },
    issues: { type: 'jsonb' },
    error: { type: 'jsonb', nullable: true },
  },
})

export const ENTITIES = [SnapshotEntity, CompilationEntity, HeadEntity, SyncAttemptEntity]
