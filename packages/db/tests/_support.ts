import { randomUUID } from 'node:crypto';
import { createTestEnvironment, type TestEnvironment } from '@callscript/devstack/testing';
import type { CallCompleted, ProcessingState, Stage } from '@callscript/contracts';
import type mysql from 'mysql2/promise';
import {
  claimCall,
  createDatabase,
  findCall,
  inTransaction,
  migrateDatabase,
  type CallRow,
  type Claim,
  type ClaimOptions,
  type Database,
  type Db,
} from '../src/index.ts';

export interface TestDatabase extends AsyncDisposable {
  database: Database;
  db: Db;
  url: string;
  /** Runs SQL as it is written and returns its rows. */
  query(sql: string, values?: unknown[]): Promise<mysql.RowDataPacket[]>;
}

/** A migrated database of the test file's own. */
export async function createTestDatabase({ connectionLimit = 10 } = {}): Promise<TestDatabase> {
  const environment: TestEnvironment = await createTestEnvironment();
  await migrateDatabase(environment.databaseUrl);
  const database = createDatabase({ url: environment.databaseUrl, connectionLimit });
  return {
    database,
    db: database.db,
    url: environment.databaseUrl,
    async query(sql, values) {
      const [rows] = await database.pool.query<mysql.RowDataPacket[]>(sql, values);
      return rows;
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await environment[Symbol.asyncDispose]();
    },
  };
}

/** A sealed secret of some sort. */
export const sealed = 'v1.AAAA';

export const noon = Date.UTC(2026, 0, 15, 12);

/** The columns of a valid call that intake should work on now. */
export function dueCall(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    bid: '6004',
    callid: `c-${randomUUID()}`,
    source: 'mcube',
    call_starttime: new Date(noon),
    call_endtime: new Date(noon + 60_000),
    duration_seconds: 60,
    call_status: 'ANSWER',
    recording_url: 'https://recordings.example.com/1.wav',
    processing_state: 'queued' satisfies ProcessingState,
    stage: 'transcribe' satisfies Stage,
    next_attempt_at: new Date(noon),
    correlation_id: randomUUID(),
    ...overrides,
  };
}

/** The columns that each stage wants of a call that is due. */
export const dueAt = {
  transcribe: { stage: 'transcribe', processing_state: 'queued' },
  recognize: { stage: 'recognize', processing_state: 'queued', storage_path: 'vault/1.wav' },
  analyze: { stage: 'analyze', processing_state: 'transcribed' },
  notify: { stage: 'notify', processing_state: 'analyzed' },
  archive: { stage: 'archive', processing_state: 'notified' },
} as const satisfies Record<Stage, object>;

/** Nothing left to do. */
export const idle = { stage: null, next_attempt_at: null } as const;

/** Inserts rows with the same columns. */
export async function insertRows(
  { database }: Pick<TestDatabase, 'database'>,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => columns.map((column) => row[column]));
  await database.pool.query(`INSERT INTO ${table} (${columns.join()}) VALUES ?`, [values]);
}

export async function insertCall(
  test: Pick<TestDatabase, 'database' | 'db'>,
  overrides: Record<string, unknown> = {},
): Promise<CallRow> {
  const row = dueCall(overrides);
  await insertRows(test, 'calls', [row]);
  return await getCall(test.db, { bid: String(row['bid']), callid: String(row['callid']) });
}

export async function getCall(db: Db, key: { bid: string; callid: string }): Promise<CallRow> {
  const call = await findCall(db, key);
  if (call === undefined) throw new Error(`there is no call ${key.bid}/${key.callid}`);
  return call;
}

/** Claims as intake does, in a transaction of its own. */
export async function claim(db: Db, options: Partial<ClaimOptions> = {}): Promise<Claim | undefined> {
  return await inTransaction(db, (tx) =>
    claimCall(tx, {
      stage: 'transcribe',
      owner: 'worker-1',
      leaseMs: 60_000,
      order: 'newest',
      rules: () => ({ working: 'queued', log: 'securing' }),
      ...options,
    }),
  );
}

export async function mustClaim(db: Db, options: Partial<ClaimOptions> = {}): Promise<Claim> {
  const claimed = await claim(db, options);
  if (claimed === undefined) throw new Error('no call was due');
  return claimed;
}

/** A call.completed as the gateway hands it on. */
export function completedCall(overrides: Partial<CallCompleted> = {}): CallCompleted {
  return {
    event: 'call.completed',
    bid: '6004',
    callid: `c-${randomUUID()}`,
    agent_name: 'Asha Rao',
    agent_id: 'a-1',
    agent_email: 'asha@example.com',
    agent_phone: '+12025550101',
    customer_phone: '+12025550102',
    call_starttime: '2026-01-15T12:00:00Z',
    call_endtime: '2026-01-15T12:01:00Z',
    duration_seconds: 60,
    call_status: 'ANSWER',
    direction: 'inbound',
    recording_url: 'https://recordings.example.com/1.wav',
    group_name: 'Sales',
    ...overrides,
  };
}
