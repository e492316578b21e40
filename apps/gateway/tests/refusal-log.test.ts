import { createDatabase, migrateDatabase, type NewWebhookLogRow } from '@callscript/db';
import { createTestEnvironment, waitFor } from '@callscript/devstack/testing';
import { createLogger } from '@callscript/service';
import { expect, test } from 'vitest';
import { RefusalLog } from '../src/refusal-log.ts';
import { listLogRows } from './_support.ts';

const row: NewWebhookLogRow = {
  bid: null,
  event_type: 'unknown',
  callid: null,
  payload: null,
  body_sha256: null,
  signature_valid: false,
  queued: false,
  skip_reason: 'malformed',
  status_code: 400,
  received_at: new Date(),
};

test('writes a part of a flood, counts the rest, and goes on after it', async () => {
  await using environment = await createTestEnvironment();
  await migrateDatabase(environment.databaseUrl);
  await using database = createDatabase({ url: environment.databaseUrl });
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', level: 'info' }, { write: (line) => void lines.push(line) });
  await using log = new RefusalLog(database.db, logger);
  for (let i = 0; i < 2_500; i += 1) log.add(row);
  await waitFor(async () => (await listLogRows(database, null)).length > 0);
  expect(await listLogRows(database, null)).toHaveLength(1_000);
  expect(lines.join('')).toContain('"dropped":1500');
  log.add(row);
  await waitFor(async () => (await listLogRows(database, null)).length === 1_001);
});

test('writes what it holds when it ends', async () => {
  await using environment = await createTestEnvironment();
  await migrateDatabase(environment.databaseUrl);
  await using database = createDatabase({ url: environment.databaseUrl });
  const logger = createLogger({ service: 'test', level: 'silent' });
  {
    await using log = new RefusalLog(database.db, logger);
    log.add(row);
  }
  expect(await listLogRows(database, null)).toHaveLength(1);
});
