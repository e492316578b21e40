import { failureClasses, stages } from '@callscript/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  smallint,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core';
import { identifier, instant, jsonOf } from './columns.ts';

/** Every webhook that reached the door, accepted or refused. Bodies of refused ones are not kept. */
export const webhookLog = mysqlTable(
  'pcaa_webhook_log',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }),
    event_type: varchar('event_type', { length: 50 }).notNull(),
    callid: identifier('callid', { length: 100 }),
    payload: jsonOf<object>('payload'),
    /** Null when the body was refused before it was read. */
    body_sha256: char('body_sha256', { length: 64 }),
    signature_valid: boolean('signature_valid').notNull(),
    queued: boolean('queued').notNull(),
    skip_reason: varchar('skip_reason', { length: 100 }),
    status_code: smallint('status_code').notNull(),
    received_at: instant('received_at').notNull(),
  },
  (table) => [
    index('ix_webhook_log_call').on(table.bid, table.callid),
    // Pruning by age.
    index('ix_webhook_log_age').on(table.received_at),
  ],
);
export type NewWebhookLogRow = typeof webhookLog.$inferInsert;

/**
 * One row per message to a person, written before and after it is handed over. The key makes a second report for the
 * same call, channel and recipient impossible; `sending` left behind by a dead worker means "perhaps sent".
 */
export const notifications = mysqlTable(
  'pcaa_notifications',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    bid: identifier('bid', { length: 20 }).notNull(),
    callid: identifier('callid', { length: 100 }).notNull(),
    notification_type: mysqlEnum('notification_type', ['agent_report']).notNull(),
    channel: mysqlEnum('channel', ['email']).notNull(),
    recipient: varchar('recipient', { length: 255 }).notNull(),
    status: mysqlEnum('status', ['sending', 'sent', 'failed', 'uncertain']).notNull(),
    message_id: varchar('message_id', { length: 255 }).notNull(),
    response: varchar('response', { length: 500 }),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
    updated_at: instant('updated_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [
    uniqueIndex('uq_notifications_once').on(
      table.bid,
      table.callid,
      table.notification_type,
      table.channel,
      table.recipient,
    ),
  ],
);

/** Filed dead letters: searched, shown, replayed and dropped here, never in the broker. */
export const deadLetters = mysqlTable(
  'dead_letters',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    /** The broker's message id: a letter delivered twice is filed once. */
    message_id: identifier('message_id', { length: 255 }).notNull(),
    stage: mysqlEnum('stage', stages).notNull(),
    bid: identifier('bid', { length: 20 }),
    callid: identifier('callid', { length: 100 }),
    failure: mysqlEnum('failure', failureClasses).notNull(),
    error_class: varchar('error_class', { length: 100 }).notNull(),
    error_message: varchar('error_message', { length: 2000 }).notNull(),
    attempts: int('attempts').notNull(),
    first_failed_at: instant('first_failed_at').notNull(),
    last_failed_at: instant('last_failed_at').notNull(),
    message: jsonOf<object>('message').notNull(),
    status: mysqlEnum('status', ['open', 'replayed', 'dropped']).notNull().default('open'),
    resolved_by: varchar('resolved_by', { length: 100 }),
    resolved_reason: varchar('resolved_reason', { length: 500 }),
    resolved_at: instant('resolved_at'),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [
    uniqueIndex('uq_dead_letters_message').on(table.message_id),
    index('ix_dead_letters_open').on(table.status, table.id),
    index('ix_dead_letters_call').on(table.bid, table.callid),
  ],
);
export type DeadLetterRow = typeof deadLetters.$inferSelect;

/** What operators should see without reading process logs. */
export const sysLogs = mysqlTable(
  'sys_logs',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    source: varchar('source', { length: 50 }).notNull(),
    level: mysqlEnum('level', ['info', 'warn', 'error']).notNull(),
    message: text('message').notNull(),
    details: jsonOf<object>('details'),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
  },
  (table) => [index('ix_sys_logs_age').on(table.created_at)],
);

export const users = mysqlTable(
  'users',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    email: varchar('email', { length: 255 }).notNull(),
    name: varchar('name', { length: 255 }).notNull(),
    /** argon2id, PHC string. */
    password_hash: varchar('password_hash', { length: 255 }).notNull(),
    role: mysqlEnum('role', ['admin', 'ops', 'supervisor', 'reviewer', 'agent']).notNull(),
    /** The business the user belongs to; null for people of the platform. */
    bid: identifier('bid', { length: 20 }),
    active: boolean('active').notNull().default(true),
    created_at: instant('created_at')
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
    last_login_at: instant('last_login_at'),
  },
  (table) => [uniqueIndex('uq_users_email').on(table.email)],
);
export type UserRow = typeof users.$inferSelect;

/** Who did what. Append-only; each row carries the hash of the one before. */
export const auditLog = mysqlTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    actor: varchar('actor', { length: 255 }).notNull(),
    action: varchar('action', { length: 100 }).notNull(),
    bid: identifier('bid', { length: 20 }),
    object: varchar('object', { length: 255 }).notNull(),
    details: jsonOf<object>('details').notNull(),
    ip: varchar('ip', { length: 45 }),
    request_id: varchar('request_id', { length: 100 }),
    previous_hash: char('previous_hash', { length: 64 }).notNull(),
    hash: char('hash', { length: 64 }).notNull(),
    created_at: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('uq_audit_log_chain').on(table.previous_hash)],
);
