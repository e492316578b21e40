import {
  businessTypes,
  sttProviders,
  subscriptionStatuses,
  verticals,
  type KeyTerm,
  type RedactionPolicy,
  type SttProvider,
} from '@callscript/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  text,
  time,
  tinyint,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import { identifier, instant, jsonOf } from './columns.ts';

const timestamps = {
  created_at: instant('created_at')
    .notNull()
    .default(sql`CURRENT_TIMESTAMP(3)`),
  updated_at: instant('updated_at')
    .notNull()
    .default(sql`CURRENT_TIMESTAMP(3)`),
};

export const businesses = mysqlTable('businesses', {
  bid: identifier('bid', { length: 20 }).primaryKey(),
  business_name: varchar('business_name', { length: 255 }).notNull(),
  business_type: mysqlEnum('business_type', businessTypes).notNull().default('presales'),
  contact_email: varchar('contact_email', { length: 255 }),
  /** IANA name; reports speak the business's time. */
  time_zone: varchar('time_zone', { length: 64 }).notNull().default('Asia/Kolkata'),
  pcaa_active: boolean('pcaa_active').notNull().default(false),
  pcaa_plan: varchar('pcaa_plan', { length: 50 }),
  /** When defaults and views were last completed; null means a provisioning that still has to finish. */
  provisioned_at: instant('provisioned_at'),
  ...timestamps,
});

/** The single gate of all processing for a business, and its signing secrets (AES-256-GCM, see secret-box.ts). */
export const subscriptions = mysqlTable(
  'pcaa_subscriptions',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    business_name: varchar('business_name', { length: 255 }).notNull(),
    plan: varchar('plan', { length: 50 }).notNull(),
    status: mysqlEnum('status', subscriptionStatuses).notNull(),
    activated_at: instant('activated_at'),
    paid_until: instant('paid_until'),
    /** Null until the first activation: a deactivation may arrive before it. */
    webhook_secret: varchar('webhook_secret', { length: 255 }),
    previous_webhook_secret: varchar('previous_webhook_secret', { length: 255 }),
    previous_secret_expires_at: instant('previous_secret_expires_at'),
    /** The newest billing event seen, by its own clock: older ones have no effect. */
    last_event_at: instant('last_event_at'),
    ...timestamps,
  },
  (table) => [
    uniqueIndex('uq_subscriptions_bid').on(table.bid),
    check('ck_subscriptions_secret', sql`status <> 'active' OR webhook_secret IS NOT NULL`),
  ],
);
export type SubscriptionRow = typeof subscriptions.$inferSelect;

export const businessPipelineConfig = mysqlTable(
  'business_pipeline_config',
  {
    bid: identifier('bid', { length: 20 }).primaryKey(),
    pipeline_enabled: boolean('pipeline_enabled').notNull().default(true),
    stt_provider: mysqlEnum('stt_provider', sttProviders).notNull().default('parakeet'),
    /** Who is asked next when `stt_provider` fails, in order; null is nobody. */
    stt_fallbacks: jsonOf<SttProvider[]>('stt_fallbacks'),
    /** BCP 47, a hint for hosted providers; null lets them find out. */
    stt_language: varchar('stt_language', { length: 16 }),
    key_terms: jsonOf<KeyTerm[]>('key_terms'),
    /** Null is the default policy of the contracts. */
    redaction: jsonOf<RedactionPolicy>('redaction'),
    /** How many people speak in a mixed recording; null lets the diarization count. */
    expected_speakers: tinyint('expected_speakers'),
    vertical: mysqlEnum('vertical', verticals).notNull().default('general'),
    min_call_duration_s: int('min_call_duration_s').notNull().default(15),
    /** Which channel of a two-channel recording is the agent's. */
    agent_channel: tinyint('agent_channel').notNull().default(0),
    hot_retention_days: int('hot_retention_days').notNull().default(90),
    warm_retention_days: int('warm_retention_days').notNull().default(365),
    archive_audio: boolean('archive_audio').notNull().default(false),
    s3_bucket: varchar('s3_bucket', { length: 255 }),
    ...timestamps,
  },
  () => [
    check('ck_pipeline_config_channel', sql`agent_channel IN (0, 1)`),
    check('ck_pipeline_config_days', sql`hot_retention_days >= 0 AND warm_retention_days >= hot_retention_days`),
    check('ck_pipeline_config_speakers', sql`expected_speakers BETWEEN 1 AND 10`),
    check('ck_pipeline_config_duration', sql`min_call_duration_s >= 0`),
  ],
);
export type BusinessPipelineConfigRow = typeof businessPipelineConfig.$inferSelect;

export const businessAgentConfig = mysqlTable(
  'business_agent_config',
  {
    bid: identifier('bid', { length: 20 }).notNull(),
    agent_type: varchar('agent_type', { length: 50 }).notNull(),
    /** Null: the judge that the analysis service is configured with. */
    judge: mysqlEnum('judge', ['rules', 'bedrock']),
    settings: jsonOf<Record<string, unknown>>('settings').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    ...timestamps,
  },
  (table) => [primaryKey({ columns: [table.bid, table.agent_type] })],
);

/** The scorecard of a business. Rows with a template and no business are copied when a business is provisioned. */
export const qualityParameters = mysqlTable(
  'quality_parameters',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }),
    template: mysqlEnum('template', businessTypes),
    parameter_key: varchar('parameter_key', { length: 100 }).notNull(),
    parameter_name: varchar('parameter_name', { length: 255 }).notNull(),
    description: text('description').notNull(),
    max_score: smallint('max_score').notNull(),
    weight: smallint('weight').notNull(),
    sort_order: smallint('sort_order').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    ...timestamps,
  },
  (table) => [
    uniqueIndex('uq_quality_parameters_business').on(table.bid, table.parameter_key),
    uniqueIndex('uq_quality_parameters_template').on(table.template, table.parameter_key),
    check('ck_quality_parameters_owner', sql`(bid IS NULL) <> (template IS NULL)`),
    check('ck_quality_parameters_score', sql`max_score > 0 AND weight >= 0`),
  ],
);

export const agentProfiles = mysqlTable(
  'pcaa_agent_profiles',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    agent_id: varchar('agent_id', { length: 100 }).notNull(),
    agent_name: varchar('agent_name', { length: 255 }),
    email: varchar('email', { length: 255 }),
    phone: varchar('phone', { length: 32 }),
    group_name: varchar('group_name', { length: 255 }),
    ...timestamps,
  },
  (table) => [uniqueIndex('uq_agent_profiles_agent').on(table.bid, table.agent_id)],
);

export const notificationConfig = mysqlTable(
  'pcaa_notification_config',
  {
    id: int('id', { unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    notification_type: mysqlEnum('notification_type', ['agent_report', 'supervisor_digest']).notNull(),
    channel: mysqlEnum('channel', ['email', 'whatsapp', 'both', 'none']).notNull(),
    recipient_type: mysqlEnum('recipient_type', ['agent_self', 'supervisor', 'custom_email']).notNull(),
    custom_email: varchar('custom_email', { length: 255 }),
    send_time: time('send_time').notNull().default('08:00:00'),
    send_days: varchar('send_days', { length: 50 }).notNull().default('mon,tue,wed,thu,fri'),
    enabled: boolean('enabled').notNull().default(true),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [
    uniqueIndex('uq_notification_config_kind').on(table.bid, table.notification_type, table.recipient_type),
    check('ck_notification_config_custom', sql`recipient_type <> 'custom_email' OR custom_email IS NOT NULL`),
  ],
);
