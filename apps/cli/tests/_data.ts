import { randomUUID } from 'node:crypto';
import type { DeadLetterMessage, ProcessingState, Stage } from '@callscript/contracts';
import { acceptCalls, applyActivation, fileDeadLetter, provisionBusiness, type Database } from '@callscript/db';
import type { TestPlatform } from './_cli.ts';

export async function addBusiness({ db }: Database, bid: string, name = 'Lakeside Homes'): Promise<void> {
  const event = {
    event: 'pcaa.activated',
    bid,
    business_name: name,
    plan: 'pro',
    activated_at: '2026-01-01T00:00:00Z',
    paid_until: '2027-01-01T00:00:00Z',
  } as const;
  await applyActivation(db, event, 'sealed');
  await provisionBusiness(db, bid, { vertical: 'aca' });
}

const failedStates: Record<Stage, ProcessingState> = {
  transcribe: 'failed_stt',
  recognize: 'failed_stt',
  analyze: 'failed_analysis',
  notify: 'analyzed',
  archive: 'notified',
};

/** A call that its stage gave up on, without its letter. */
export async function addFailedCall({ pool }: Database, callid: string, stage: Stage): Promise<void> {
  const call = {
    event: 'call.completed',
    bid: '6004',
    callid,
    agent_id: 'A7',
    agent_name: 'Asha Rao',
    agent_email: 'asha@example.com',
    agent_phone: null,
    customer_phone: '+1 202-555-0102',
    call_starttime: '2026-05-01T09:00:00Z',
    call_endtime: '2026-05-01T09:01:00Z',
    duration_seconds: 60,
    call_status: 'ANSWER',
    direction: null,
    group_name: null,
    recording_url: 'https://recordings.example.com/call.wav',
  } as const;
  const receivedAt = new Date();
  await acceptCalls(pool, [{ call, correlationId: randomUUID(), receivedAt, skipReason: null }], 'queued', () => ({
    bid: call.bid,
    event_type: call.event,
    callid,
    signature_valid: true,
    queued: true,
    status_code: 200,
    received_at: receivedAt,
  }));
  await pool.query(
    `UPDATE calls SET stage = NULL, next_attempt_at = NULL, attempts = 3, processing_state = ?, failed_stage = ?,
       error_class = 'timeout', error_message = 'no answer', storage_path = 'vault/call.wav',
       first_failed_at = UTC_TIMESTAMP(3), last_failed_at = UTC_TIMESTAMP(3), dead_lettered_at = UTC_TIMESTAMP(3)
     WHERE callid = ?`,
    [failedStates[stage], stage, callid],
  );
}

/** Files a letter as the recorder does and returns its number. */
export async function addLetter({ db }: Database, overrides: Partial<DeadLetterMessage> = {}): Promise<number> {
  const letter: DeadLetterMessage = {
    stage: 'transcribe',
    bid: '6004',
    callid: 'call-1',
    failure: 'exhausted',
    error_class: 'timeout',
    error_message: 'no answer',
    attempts: 3,
    first_failed_at: '2026-05-01T09:05:00.000Z',
    last_failed_at: '2026-05-01T09:15:00.000Z',
    message: { bid: '6004', callid: 'call-1' },
    ...overrides,
  };
  await fileDeadLetter(db, randomUUID(), letter);
  const [[row]] = (await db.execute('SELECT MAX(id) AS id FROM dead_letters')) as unknown as [[{ id: number }]];
  return row.id;
}

/** A failed call with its letter; returns the letter's number. */
export async function failCall(
  database: Database,
  callid: string,
  overrides: Partial<DeadLetterMessage> = {},
): Promise<number> {
  await addFailedCall(database, callid, overrides.stage ?? 'transcribe');
  return await addLetter(database, { callid, ...overrides });
}

/** What became of letters: a row each, in the order of their numbers. */
export async function readLetters({ database }: TestPlatform, ids: readonly number[]): Promise<unknown[]> {
  const [rows] = await database.pool.query(
    'SELECT status, resolved_by, resolved_reason FROM dead_letters WHERE id IN (?) ORDER BY id',
    [ids],
  );
  return (rows as object[]).map((row) => ({ ...row }));
}

/** Where a call stands; `due` counts from the database's clock. */
export async function readCall({ database }: TestPlatform, callid: string): Promise<unknown> {
  const [rows] = await database.pool.query(
    `SELECT processing_state, stage, attempts, failed_stage, next_attempt_at <= UTC_TIMESTAMP(3) AS due
     FROM calls WHERE callid = ?`,
    [callid],
  );
  return { ...(rows as object[])[0] };
}
