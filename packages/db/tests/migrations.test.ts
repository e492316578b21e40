import { readdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createTestEnvironment } from '@callscript/devstack/testing';
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core';
import mysql from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { createDatabase, findTranscript, migrateDatabase, provisionBusiness, saveTranscript } from '../src/index.ts';
import * as schema from '../src/schema/index.ts';

async function connect(url: string): Promise<mysql.Connection & AsyncDisposable> {
  return await mysql.createConnection(url);
}

async function dumpColumns(connection: mysql.Connection): Promise<unknown> {
  const [columns] = await connection.query(
    `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  return columns;
}

const folder = new URL('../migrations/', import.meta.url);
/** Every statement of every migration, in the order in which they run. */
const statements = (await readdir(folder))
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('--> statement-breakpoint'));

async function dumpTables(connection: mysql.Connection): Promise<string[]> {
  const [tables] = await connection.query<mysql.RowDataPacket[]>('SHOW TABLES');
  const dump: string[] = [];
  for (const table of tables.flatMap((row) => Object.values(row) as string[])) {
    const [[created]] = await connection.query<mysql.RowDataPacket[]>(`SHOW CREATE TABLE ${table}`);
    dump.push(String(created?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, ''));
  }
  return dump;
}

async function dumpTemplates(connection: mysql.Connection): Promise<unknown> {
  const [rows] = await connection.query('SELECT template, parameter_key, weight FROM quality_parameters ORDER BY 1, 2');
  return rows;
}

describe('migrateDatabase', () => {
  test('builds an empty database, and leaves a migrated one as it is', async () => {
    await using environment = await createTestEnvironment();
    await migrateDatabase(environment.databaseUrl);
    await using connection = await connect(environment.databaseUrl);
    const before = await dumpColumns(connection);
    expect(before).toContainEqual(expect.objectContaining({ TABLE_NAME: 'calls', COLUMN_NAME: 'lease_until' }));
    await connection.query("UPDATE quality_parameters SET weight = 7 WHERE template = 'support' LIMIT 1");

    await migrateDatabase(environment.databaseUrl);

    expect(await dumpColumns(connection)).toEqual(before);
    const [templates] = await connection.query<mysql.RowDataPacket[]>(
      'SELECT COUNT(*) AS n, SUM(weight = 7) AS changed FROM quality_parameters',
    );
    expect(templates).toEqual([{ n: 19, changed: '1' }]);
  });

  test.each([1, 9, statements.length - 2, statements.length - 1, statements.length])(
    'finishes what was interrupted after %i statements',
    async (count) => {
      await using environment = await createTestEnvironment();
      await using connection = await connect(environment.databaseUrl);
      await connection.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
      for (const statement of statements.slice(0, count)) await connection.query(statement);

      await migrateDatabase(environment.databaseUrl);

      await using fresh = await createTestEnvironment();
      await migrateDatabase(fresh.databaseUrl);
      await using freshConnection = await connect(fresh.databaseUrl);
      expect(await dumpTables(connection)).toEqual(await dumpTables(freshConnection));
      expect(await dumpTemplates(connection)).toEqual(await dumpTemplates(freshConnection));
    },
  );

  test('makes the views of provisioned businesses again, which show what a migration added', async () => {
    await using environment = await createTestEnvironment();
    await migrateDatabase(environment.databaseUrl);
    await using database = createDatabase({ url: environment.databaseUrl });
    for (const bid of ['6004', '7001']) {
      await database.pool.query("INSERT INTO businesses (bid, business_name) VALUES (?, 'Acme')", [bid]);
    }
    await provisionBusiness(database.db, '6004');
    await database.pool.query('ALTER TABLE call_analytics ADD COLUMN added INT');
    await migrateDatabase(environment.databaseUrl);
    await database.pool.query('SELECT added FROM `6004_callanalytics`');
    await expect(database.pool.query('SELECT * FROM `7001_callanalytics`')).rejects.toThrow(/doesn't exist/);
  });

  test('lets processes that start together take turns', async () => {
    await using environment = await createTestEnvironment();
    await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(environment.databaseUrl)));
    await using connection = await connect(environment.databaseUrl);
    const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT COUNT(*) AS n FROM quality_parameters');
    expect(rows).toEqual([{ n: 19 }]);
  });

  test('stores every script in a database that was created for one', async () => {
    await using environment = await createTestEnvironment();
    await using connection = await connect(environment.databaseUrl);
    await connection.query('ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci');
    await migrateDatabase(environment.databaseUrl);
    await using database = createDatabase({ url: environment.databaseUrl });
    const key = { bid: '6004', callid: 'c-1' };
    const transcript = 'नमस्ते, आपका दिन शुभ हो — 🙂';
    await saveTranscript(database.db, {
      ...key,
      transcript,
      speaker_segments: [],
      language: 'hi',
      stt_provider: 'parakeet',
      model: 'test',
      audio_seconds: 1,
      processing_meta: {},
    });
    expect(await findTranscript(database.db, key)).toMatchObject({ transcript });
  });

  test('builds what the schema in code describes: columns, checks and indexes', async () => {
    await using environment = await createTestEnvironment();
    await migrateDatabase(environment.databaseUrl);
    await using connection = await connect(environment.databaseUrl);
    const names = async (sql: string, table: string): Promise<string[]> => {
      const [rows] = await connection.query<mysql.RowDataPacket[]>(sql, [table]);
      return rows.map((row) => String(row['name'])).sort();
    };
    const tables = Object.values(schema).filter((table) => table instanceof MySqlTable);
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      const { name, columns, checks, indexes } = getTableConfig(table);
      expect(await names(columnNames, name)).toEqual(columns.map((column) => column.name).sort());
      expect(await names(checkNames, name)).toEqual(checks.map((check) => check.name).sort());
      expect(await names(indexNames, name)).toEqual(indexes.map((index) => index.config.name).sort());
    }
  });
});

const columnNames = `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`;
const checkNames = `SELECT CONSTRAINT_NAME AS name FROM information_schema.TABLE_CONSTRAINTS
  WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CONSTRAINT_TYPE = 'CHECK' AND CONSTRAINT_NAME LIKE 'ck\\_%'`;
const indexNames = `SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME REGEXP '^(ix|uq)_'`;
