import { createTestEnvironment } from '@callscript/devstack/testing';
import mysql from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { createDatabase, migrateDatabase, saveTranscript, findTranscript } from '../src/index.ts';

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

  test('describes the tables as the schema in code does', async () => {
    await using environment = await createTestEnvironment();
    await migrateDatabase(environment.databaseUrl);
    await using connection = await connect(environment.databaseUrl);
    const schema = await import('../src/schema/index.ts');
    const { getTableConfig, MySqlTable } = await import('drizzle-orm/mysql-core');
    const inCode = Object.values(schema)
      .filter((table) => table instanceof MySqlTable)
      .map((table) => getTableConfig(table));
    for (const { name, columns, checks, indexes } of inCode) {
      const [stored] = await connection.query<mysql.RowDataPacket[]>('SELECT * FROM ?? LIMIT 0', [name]).then(
        async () =>
          await connection.query<mysql.RowDataPacket[]>(
            `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
            [name],
          ),
      );
      expect(stored.map((row) => String(row['name'])).sort()).toEqual(columns.map((column) => column.name).sort());
      const [constraints] = await connection.query<mysql.RowDataPacket[]>(
        `SELECT CONSTRAINT_NAME AS name FROM information_schema.CHECK_CONSTRAINTS
         WHERE CONSTRAINT_SCHEMA = DATABASE() AND CONSTRAINT_NAME LIKE 'ck\\_%' AND TABLE_NAME = ?`,
        [name],
      );
      expect(constraints.map((row) => String(row['name'])).sort()).toEqual(checks.map((check) => check.name).sort());
      const [keys] = await connection.query<mysql.RowDataPacket[]>(
        `SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME REGEXP '^(ix|uq)_'`,
        [name],
      );
      expect(keys.map((row) => String(row['name'])).sort()).toEqual(
        indexes.map((index) => String(index.config.name)).sort(),
      );
    }
  });
});
