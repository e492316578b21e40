import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import type { CallCompleted } from '@callscript/contracts';
import type { NewWebhookLogRow } from '../schema/operations.ts';
import { isContention } from '../transaction.ts';

/** A verified call.completed on its way into the table. */
export interface CallArrival {
  call: CallCompleted;
  correlationId: string;
  receivedAt: Date;
  /** Null for a call that enters the pipeline. */
  skipReason: string | null;
}

const callColumns = [
  'bid',
  'callid',
  'source',
  'agent_id',
  'agent_name',
  'agent_email',
  'agent_phone',
  'customer_phone',
  'call_starttime',
  'call_endtime',
  'duration_seconds',
  'call_status',
  'direction',
  'group_name',
  'recording_url',
  'processing_state',
  'skip_reason',
  'stage',
  'next_attempt_at',
  'correlation_id',
  'webhook_received_at',
] as const;

const webhookLogColumns = [
  'bid',
  'event_type',
  'callid',
  'payload',
  'body_sha256',
  'signature_valid',
  'queued',
  'skip_reason',
  'status_code',
  'received_at',
] as const;

const maxTries = 3;
/** A server that hangs must not hold the senders. Longer than a wait for a lock, which has an error of its own. */
const statementTimeoutMs = 6_000;

type AcceptedState = 'queued' | 'received';
type LogRow = (arrival: CallArrival, isNew: boolean) => NewWebhookLogRow;

/**
 * Stores many arrivals and their log rows in one transaction and says which calls are new. The unique key on
 * (bid, callid) decides, so ten gateways may store the same call at once and one of them gets it. When this fails, the
 * arrivals may be stored all the same; storing the same ones again then says "new" again, because the correlation id tells
 * an arrival from its duplicates.
 *
 * `logRow` is called after that decision, once per arrival. Written as plain multi-row SQL because this is the busiest
 * write of the platform: concurrent arrivals share one statement and one commit.
 *
 * @param state of calls that enter the pipeline: `queued`, or `received` while the broker is away.
 */
export async function acceptCalls(
  pool: mysql.Pool,
  arrivals: readonly CallArrival[],
  state: AcceptedState,
  logRow: LogRow,
): Promise<boolean[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryAcceptCalls(pool, arrivals, state, logRow);
    } catch (error) {
      if (attempt === maxTries || !isContention(error)) throw error;
      await sleep(Math.random() * 50 * attempt);
    }
  }
}

async function tryAcceptCalls(
  pool: mysql.Pool,
  arrivals: readonly CallArrival[],
  state: AcceptedState,
  logRow: LogRow,
): Promise<boolean[]> {
  const connection = await pool.getConnection();
  let broken = true;
  try {
    await run(connection, 'START TRANSACTION');
    const isNew = await insertNewCalls(connection, arrivals, state);
    const logRows = arrivals.map((arrival, i) => {
      const row = logRow(arrival, isNew[i] === true);
      return webhookLogColumns.map((column) => (column === 'payload' ? JSON.stringify(row.payload) : row[column]));
    });
    await run(connection, `INSERT INTO pcaa_webhook_log (${webhookLogColumns.join()}) VALUES ?`, [logRows]);
    const history = arrivals
      .filter((_, i) => isNew[i])
      .map(({ call }) => [call.bid, call.callid, 'received', 'success', 'gateway']);
    if (history.length > 0) {
      const columns = 'bid, callid, stage, status, worker_id';
      await run(connection, `INSERT INTO pcaa_processing_log (${columns}) VALUES ?`, [history]);
    }
    await run(connection, 'COMMIT');
    broken = false;
    return isNew;
  } finally {
    // A connection whose transaction did not end is thrown away; the server rolls it back.
    if (broken) connection.destroy();
    else connection.release();
  }
}

async function run<T extends mysql.QueryResult = mysql.ResultSetHeader>(
  connection: mysql.PoolConnection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T> {
  const [result] = await connection.query<T>({ sql, values: [...values], timeout: statementTimeoutMs });
  return result;
}

/** Due by the database's clock: by a gateway's, which may run ahead, the permit would come too early and find nothing. */
const dueNow = mysql.raw('UTC_TIMESTAMP(3)');

async function insertNewCalls(
  connection: mysql.PoolConnection,
  arrivals: readonly CallArrival[],
  state: AcceptedState,
): Promise<boolean[]> {
  // In the order of the key: transactions with the same calls wait for each other then, and do not deadlock.
  const rows = arrivals
    .toSorted(byKey)
    .map(({ call, skipReason, correlationId, receivedAt }) => [
      call.bid,
      call.callid,
      'mcube',
      call.agent_id,
      call.agent_name,
      call.agent_email,
      call.agent_phone,
      call.customer_phone,
      new Date(call.call_starttime),
      new Date(call.call_endtime),
      call.duration_seconds,
      call.call_status,
      call.direction,
      call.group_name,
      call.recording_url,
      skipReason === null ? state : 'skipped',
      skipReason,
      skipReason === null ? 'transcribe' : null,
      skipReason === null ? dueNow : null,
      correlationId,
      receivedAt,
    ]);
  const { info } = await run(
    connection,
    // Not INSERT IGNORE: that would hide every other error behind the duplicate it is meant for.
    `INSERT INTO calls (${callColumns.join()}) VALUES ? ON DUPLICATE KEY UPDATE bid = calls.bid`,
    [rows],
  );
  // The usual case, which saves a look. The server says it of statements with several rows.
  if (info.includes('Duplicates: 0')) return arrivals.map(() => true);
  const ours = await storedCorrelationIds(connection, arrivals);
  return arrivals.map(({ correlationId }) => ours.has(correlationId));
}

function byKey({ call: a }: CallArrival, { call: b }: CallArrival): number {
  if (a.bid !== b.bid) return a.bid < b.bid ? -1 : 1;
  if (a.callid !== b.callid) return a.callid < b.callid ? -1 : 1;
  return 0;
}

/** One range per business: MariaDB reads the whole index for `(bid, callid) IN (…)`. */
async function storedCorrelationIds(
  connection: mysql.PoolConnection,
  arrivals: readonly CallArrival[],
): Promise<Set<string>> {
  const byBusiness = Map.groupBy(arrivals, ({ call }) => call.bid);
  const ranges = Array.from(byBusiness, ([bid, own]) => [bid, own.map(({ call }) => call.callid)]);
  const stored = await run<mysql.RowDataPacket[]>(
    connection,
    `SELECT correlation_id FROM calls WHERE ${ranges.map(() => '(bid = ? AND callid IN (?))').join(' OR ')}`,
    ranges.flat(),
  );
  return new Set(stored.map((row) => String(row['correlation_id'])));
}
