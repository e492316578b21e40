import mysql from 'mysql2/promise';
import type { CallCompleted } from '@callscript/contracts';
import type { NewWebhookLogRow } from '../schema/operations.ts';

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

/**
 * Stores many arrivals and their log rows in one transaction and says which calls are new. The unique key on
 * (bid, callid) decides, so ten gateways may store the same call at once and one of them gets it.
 *
 * `logRow` is called after that decision, once per arrival. Written as plain multi-row SQL because this is the busiest
 * write of the platform: concurrent arrivals share one statement and one commit.
 *
 * @param state of calls that enter the pipeline: `queued`, or `received` while the broker is away.
 */
export async function acceptCalls(
  pool: mysql.Pool,
  arrivals: readonly CallArrival[],
  state: 'queued' | 'received',
  logRow: (arrival: CallArrival, isNew: boolean) => NewWebhookLogRow,
): Promise<boolean[]> {
  const connection = await pool.getConnection();
  let broken = true;
  try {
    await connection.query('START TRANSACTION');
    const isNew = await insertNewCalls(connection, arrivals, state);
    const logRows = arrivals.map((arrival, i) => {
      const row = logRow(arrival, isNew[i] === true);
      return webhookLogColumns.map((column) => (column === 'payload' ? JSON.stringify(row.payload) : row[column]));
    });
    await connection.query(`INSERT INTO pcaa_webhook_log (${webhookLogColumns.join()}) VALUES ?`, [logRows]);
    const history = arrivals
      .filter((_, i) => isNew[i])
      .map(({ call }) => [call.bid, call.callid, 'received', 'success', 'gateway']);
    if (history.length > 0) {
      await connection.query('INSERT INTO pcaa_processing_log (bid, callid, stage, status, worker_id) VALUES ?', [
        history,
      ]);
    }
    await connection.query('COMMIT');
    broken = false;
    return isNew;
  } finally {
    // A connection whose transaction did not end is thrown away; the server rolls it back.
    if (broken) connection.destroy();
    else connection.release();
  }
}

/** Due by the database's clock: by a gateway's, which may run ahead, the permit would come too early and find nothing. */
const dueNow = mysql.raw('UTC_TIMESTAMP(3)');

async function insertNewCalls(
  connection: mysql.PoolConnection,
  arrivals: readonly CallArrival[],
  state: 'queued' | 'received',
): Promise<boolean[]> {
  const rows = arrivals.map(({ call, skipReason, correlationId, receivedAt }) => [
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
  // Not INSERT IGNORE: that would hide every other error behind the duplicate it is meant for.
  const [inserted] = await connection.query<mysql.ResultSetHeader>(
    `INSERT INTO calls (${callColumns.join()}) VALUES ? ON DUPLICATE KEY UPDATE bid = calls.bid`,
    [rows],
  );
  // The usual case. A single row comes without this text.
  if (inserted.info.includes('Duplicates: 0')) return arrivals.map(() => true);
  const ours = await storedCorrelationIds(connection, arrivals);
  return arrivals.map(({ correlationId }) => ours.has(correlationId));
}

/** One range per business: MariaDB reads the whole index for `(bid, callid) IN (…)`. */
async function storedCorrelationIds(
  connection: mysql.PoolConnection,
  arrivals: readonly CallArrival[],
): Promise<Set<string>> {
  const byBusiness = Map.groupBy(arrivals, ({ call }) => call.bid);
  const ranges = Array.from(byBusiness, ([bid, own]) => [bid, own.map(({ call }) => call.callid)]);
  const [stored] = await connection.query<mysql.RowDataPacket[]>(
    `SELECT correlation_id FROM calls WHERE ${ranges.map(() => '(bid = ? AND callid IN (?))').join(' OR ')}`,
    ranges.flat(),
  );
  return new Set(stored.map((row) => String(row['correlation_id'])));
}
