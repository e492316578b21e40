import { logStages, logStatuses, maxAttempts, processingStates, stages, sttProviders } from '@callscript/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  double,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import { identifier, instant } from './columns.ts';

/**
 * Every call of every business; the pipeline's truth and its own outbox.
 *
 * `stage` is the stage that is due or being worked. It is due while `next_attempt_at` is set, being worked while a
 * lease is held, and null when the pipeline has nothing to do with the call.
 */
export const calls = mysqlTable(
  'calls',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    callid: identifier('callid', { length: 100 }).notNull(),
    source: mysqlEnum('source', ['mcube', 'ringba', 'upload']).notNull(),

    agent_id: varchar('agent_id', { length: 100 }),
    agent_name: varchar('agent_name', { length: 255 }),
    agent_email: varchar('agent_email', { length: 255 }),
    agent_phone: varchar('agent_phone', { length: 32 }),
    customer_phone: varchar('customer_phone', { length: 32 }),
    call_starttime: instant('call_starttime').notNull(),
    call_endtime: instant('call_endtime').notNull(),
    duration_seconds: int('duration_seconds').notNull(),
    call_status: varchar('call_status', { length: 50 }).notNull(),
    direction: mysqlEnum('direction', ['inbound', 'outbound']),
    group_name: varchar('group_name', { length: 255 }),
    campaign_id: bigint('campaign_id', { mode: 'number', unsigned: true }),
    /** Where the recording is at its source; only intake reads it. */
    recording_url: varchar('recording_url', { length: 2048 }),
    /** Our private copy in the vault. Engines read nothing else. */
    storage_path: varchar('storage_path', { length: 700 }),
    storage_sha256: char('storage_sha256', { length: 64 }),
    storage_bytes: bigint('storage_bytes', { mode: 'number' }),
    /** Whose turn it is to recognise the call; null: the first provider of its business. */
    stt_provider: mysqlEnum('stt_provider', sttProviders),

    processing_state: mysqlEnum('processing_state', processingStates).notNull(),
    skip_reason: varchar('skip_reason', { length: 100 }),

    stage: mysqlEnum('stage', stages),
    next_attempt_at: instant('next_attempt_at'),
    /** Failed attempts of the current stage. */
    attempts: tinyint('attempts').notNull().default(0),
    lease_owner: varchar('lease_owner', { length: 100 }),
    lease_until: instant('lease_until'),
    /** Counts claims and outcomes: the fencing token of every write. */
    version: int('version', { unsigned: true }).notNull().default(0),

    failed_stage: mysqlEnum('failed_stage', stages),
    error_class: varchar('error_class', { length: 100 }),
    error_message: varchar('error_message', { length: 2000 }),
    first_failed_at: instant('first_failed_at'),
    last_failed_at: instant('last_failed_at'),
    /** When the dead letter of `failed_stage` was confirmed by the broker; null while it is still owed. */
    dead_lettered_at: instant('dead_lettered_at'),

    correlation_id: char('correlation_id', { length: 36 }).notNull(),
    webhook_received_at: instant('webhook_received_at'),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
    updated_at: instant('updated_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [
    // One row per call, however often and wherever it is delivered.
    uniqueIndex('uq_calls_key').on(table.bid, table.callid),
    // Claims: newest (or oldest) due call of a stage, filter and order from the index.
    index('ix_calls_due').on(table.stage, table.call_starttime, table.next_attempt_at),
    // The sweep for leases that ran out.
    index('ix_calls_lease').on(table.lease_until),
    // The sweep for dead letters that the broker has not confirmed.
    index('ix_calls_dead').on(table.failed_stage, table.dead_lettered_at),
    // Lists of a business, newest first.
    index('ix_calls_list').on(table.bid, table.call_starttime, table.id),
    // The same by state; counts by state; calls past their retention.
    index('ix_calls_state').on(table.bid, table.processing_state, table.call_starttime, table.id),

    check('ck_calls_audio_first', sql`processing_state <> 'transcribing' OR storage_path IS NOT NULL`),
    check('ck_calls_attempts', sql`attempts BETWEEN 0 AND ${sql.raw(String(maxAttempts))}`),
    check('ck_calls_lease_whole', sql`(lease_owner IS NULL) = (lease_until IS NULL)`),
    check('ck_calls_due_or_leased', sql`lease_owner IS NULL OR next_attempt_at IS NULL`),
    check('ck_calls_stage_active', sql`(stage IS NULL) = (lease_owner IS NULL AND next_attempt_at IS NULL)`),
    check(
      'ck_calls_working_leased',
      sql`processing_state NOT IN ('transcribing', 'analyzing') OR lease_owner IS NOT NULL`,
    ),
    check(
      'ck_calls_stage_fits_state',
      sql`stage IS NULL
        OR (stage = 'transcribe' AND processing_state IN ('received', 'queued', 'transcribing'))
        OR (stage = 'recognize' AND processing_state IN ('queued', 'transcribing') AND storage_path IS NOT NULL)
        OR (stage = 'analyze' AND processing_state IN ('transcribed', 'analyzing'))
        OR (stage = 'notify' AND processing_state = 'analyzed')
        OR (stage = 'archive' AND processing_state IN ('analyzed', 'notified'))`,
    ),
    check(
      'ck_calls_state_of_stage',
      sql`processing_state NOT IN ('received', 'queued', 'transcribing', 'transcribed', 'analyzing') OR stage IS NOT NULL`,
    ),
    check('ck_calls_skip_reason', sql`(processing_state = 'skipped') = (skip_reason IS NOT NULL)`),
    check(
      'ck_calls_failure_named',
      sql`processing_state NOT IN ('failed_stt', 'failed_analysis') OR (failed_stage IS NOT NULL AND error_class IS NOT NULL)`,
    ),
    check('ck_calls_duration', sql`duration_seconds >= 0`),
  ],
);
export type CallRow = typeof calls.$inferSelect;
export type NewCallRow = typeof calls.$inferInsert;

/**
 * A job that a hosted provider has been given for a call: a worker that takes over from a lost one goes on with it, so
 * that nothing is paid for twice.
 */
export const sttJobs = mysqlTable(
  'stt_jobs',
  {
    bid: identifier('bid', { length: 20 }).notNull(),
    callid: identifier('callid', { length: 100 }).notNull(),
    provider: mysqlEnum('provider', sttProviders).notNull(),
    job_id: varchar('job_id', { length: 255 }).notNull(),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [primaryKey({ columns: [table.bid, table.callid, table.provider] })],
);

/** What happened to a call, step by step; written in the transaction of the step. */
export const processingLog = mysqlTable(
  'pcaa_processing_log',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    /** Null for events of the business itself. */
    callid: identifier('callid', { length: 100 }),
    stage: mysqlEnum('stage', logStages).notNull(),
    status: mysqlEnum('status', logStatuses).notNull(),
    worker_id: varchar('worker_id', { length: 100 }).notNull(),
    duration_ms: int('duration_ms'),
    error_message: text('error_message'),
    attempt: int('attempt').notNull().default(1),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [index('ix_processing_log_call').on(table.bid, table.callid, table.id)],
);
export type NewProcessingLogRow = typeof processingLog.$inferInsert;

/** Metrics snapshots of the orchestrator. */
export const pipelineMetrics = mysqlTable(
  'pcaa_pipeline_metrics',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    /** Null for figures of the whole platform. */
    bid: identifier('bid', { length: 20 }),
    metric: varchar('metric', { length: 100 }).notNull(),
    label: varchar('label', { length: 100 }).notNull().default(''),
    value: double('value').notNull(),
    recorded_at: instant('recorded_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [index('ix_pipeline_metrics_series').on(table.metric, table.bid, table.recorded_at)],
);

/** Where an archived call's export lies; its presence is what makes a call archived. */
export const archiveManifest = mysqlTable(
  'pcaa_archive_manifest',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    callid: identifier('callid', { length: 100 }).notNull(),
    archive_path: text('archive_path').notNull(),
    archive_sha256: char('archive_sha256', { length: 64 }).notNull(),
    audio_path: text('audio_path'),
    archived_at: instant('archived_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
    original_call_date: instant('original_call_date').notNull(),
    archive_size_bytes: bigint('archive_size_bytes', { mode: 'number' }).notNull(),
  },
  (table) => [uniqueIndex('uq_archive_manifest_call').on(table.bid, table.callid)],
);

/** Campaigns of a source and the vertical their calls are judged by. */
export const campaigns = mysqlTable(
  'campaigns',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    /** The campaign's id at its source, such as Ringba's `CA…`. */
    source_campaign_id: identifier('source_campaign_id', { length: 100 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    vertical: varchar('vertical', { length: 32 }).notNull().default('general'),
    inference_source: mysqlEnum('inference_source', ['regex', 'manual', 'unknown']).notNull().default('unknown'),
    is_verified: boolean('is_verified').notNull().default(false),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [uniqueIndex('uq_campaigns_source').on(table.bid, table.source_campaign_id)],
);
