import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A published snapshot is never changed: only the head moves. */
export class FirstTables1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE revisions (
        commit text PRIMARY KEY,
        committed_at timestamptz NOT NULL,
        subject text NOT NULL,
        author text NOT NULL,
        published_at timestamptz NOT NULL
      )`)
    await queryRunner.query(`
      CREATE TABLE snapshots (
        environment text NOT NULL,
        epoch bigint NOT NULL,
        sequence bigint NOT NULL,
        commit text NOT NULL REFERENCES revisions,
        state_hash text NOT NULL,
        content_hash text NOT NULL,
        payload bytea NOT NULL,
        inflated_length integer NOT NULL,
        frame_bytes integer NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (environment, epoch, sequence)
      )`)
    await queryRunner.query(`
      CREATE TABLE heads (
        environment text PRIMARY KEY,
        epoch bigint NOT NULL,
        sequence bigint NOT NULL,
        FOREIGN KEY (environment, epoch, sequence) REFERENCES snapshots DEFERRABLE INITIALLY DEFERRED
      )`)
    await queryRunner.query(`
      CREATE TABLE sync_attempts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL,
        outcome text NOT NULL,
        trigger text NOT NULL,
        commit text,
        issues jsonb NOT NULL,
        error jsonb
      )`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE sync_attempts, heads, snapshots, revisions')
  }
}
