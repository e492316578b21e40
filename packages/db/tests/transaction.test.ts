import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, driverError, inTransaction, isDatabaseAway, isDuplicateKey } from '../src/index.ts';
import type { Transaction } from '../src/index.ts';
import { createTestDatabase, insertRows, dueCall, type TestDatabase } from './_support.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await createTestDatabase();
  await t.query('CREATE TABLE accounts (id INT PRIMARY KEY, amount INT NOT NULL)');
  await t.query('INSERT INTO accounts VALUES (1, 0), (2, 0)');
});
afterAll(async () => t[Symbol.asyncDispose]());

const add = async (tx: Transaction, id: number): Promise<void> => {
  await tx.execute(sql`UPDATE accounts SET amount = amount + 1 WHERE id = ${id}`);
};

async function connectionId(tx: Transaction): Promise<number> {
  const [rows] = (await tx.execute(sql`SELECT CONNECTION_ID() AS id`)) as unknown as [[{ id: number }]];
  return rows[0].id;
}

describe('inTransaction', () => {
  test('repeats the whole work of a transaction that lost a deadlock', async () => {
    const bothHold = Promise.withResolvers<void>();
    let holding = 0;
    let runs = 0;
    const transfer = (first: number, second: number): Promise<void> =>
      inTransaction(t.db, async (tx) => {
        runs += 1;
        await add(tx, first);
        holding += 1;
        if (holding === 2) bothHold.resolve();
        await bothHold.promise;
        await add(tx, second);
      });
    await Promise.all([transfer(1, 2), transfer(2, 1)]);
    expect(runs).toBe(3);
    expect(await t.query('SELECT amount FROM accounts ORDER BY id')).toEqual([{ amount: 2 }, { amount: 2 }]);
  });

  test('gives up after the third deadlock in a row', async () => {
    let runs = 0;
    const deadlock = Object.assign(new Error('Deadlock found'), { errno: 1213 });
    await expect(
      inTransaction(t.db, () => {
        runs += 1;
        return Promise.reject(deadlock);
      }),
    ).rejects.toBe(deadlock);
    expect(runs).toBe(3);
  });

  test('undoes everything and repeats nothing when the work fails otherwise', async () => {
    const before = await t.query('SELECT amount FROM accounts ORDER BY id');
    const reason = new Error('no');
    let runs = 0;
    const work = inTransaction(t.db, async (tx) => {
      runs += 1;
      await add(tx, 1);
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    expect(runs).toBe(1);
    expect(await t.query('SELECT amount FROM accounts ORDER BY id')).toEqual(before);
  });

  test('keeps the first error when the connection dies under the transaction', async () => {
    const reason = new Error('the work failed first');
    const work = inTransaction(t.db, async (tx) => {
      await t.query(`KILL CONNECTION ${await connectionId(tx)}`);
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
  });

  test('tells that the server went away, and works again on another connection', async () => {
    const failed = await inTransaction(t.db, async (tx) => {
      await t.query(`KILL CONNECTION ${await connectionId(tx)}`);
      await add(tx, 1);
    }).catch((error: unknown) => error);
    expect(isDatabaseAway(failed)).toBe(true);
    await inTransaction(t.db, (tx) => add(tx, 1));
  });
});

describe('isDatabaseAway', () => {
  test('is true of a server that refuses connections', async () => {
    await using nowhere = createDatabase({ url: 'mysql://u:p@127.0.0.1:1/x' });
    expect(isDatabaseAway(await nowhere.db.execute(sql`SELECT 1`).catch((error: unknown) => error))).toBe(true);
  });

  test('is false of a statement that is at fault, and of errors that are none of the database', async () => {
    expect(isDatabaseAway(await t.db.execute(sql`SELEKT`).catch((error: unknown) => error))).toBe(false);
    expect(isDatabaseAway(new Error('no'))).toBe(false);
    expect(isDatabaseAway('no')).toBe(false);
  });
});

describe('driverError', () => {
  test("finds the driver's error in what drizzle made of it", async () => {
    const row = dueCall({ callid: 'twice' });
    await insertRows(t, 'calls', [row]);
    const error = await t.db
      .execute(sql`INSERT INTO calls SELECT * FROM calls WHERE callid = 'twice'`)
      .catch((thrown: unknown) => thrown);
    expect(driverError(error)).toMatchObject({ errno: 1062 });
    expect(isDuplicateKey(error)).toBe(true);
    expect(driverError(new Error('no'))).toBeUndefined();
  });
});

/** Stands before the server and misspells a setting in what the client sends, for as long as it is told to. */
async function startMisspellingProxy(url: string): Promise<{ url: string; correct(): void } & AsyncDisposable> {
  const target = new URL(url);
  let misspells = true;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    client.on('data', (sent) => {
      const text = sent.toString('latin1');
      upstream.write(Buffer.from(misspells ? text.replace('time_zone', 'time_zonk') : text, 'latin1'));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxied = new URL(url);
  proxied.port = String((server.address() as AddressInfo).port);
  return {
    url: proxied.href,
    correct: () => void (misspells = false),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a connection', () => {
  test('that could not be set up fails its statement and is never used', async () => {
    await using proxy = await startMisspellingProxy(t.url);
    await using database = createDatabase({ url: proxy.url, connectionLimit: 1 });
    const select = () => database.pool.query('SELECT @@time_zone AS zone');
    const refused = await select().catch((error: unknown) => error);
    expect(isDatabaseAway(refused)).toBe(true);
    const refusedToo = await inTransaction(database.db, (tx) => add(tx, 1)).catch((error: unknown) => error);
    expect(isDatabaseAway(refusedToo)).toBe(true);
    proxy.correct();
    expect((await select())[0]).toEqual([{ zone: '+00:00' }]);
  });

  test('has the settings that the statements rely on', async () => {
    expect(await t.query('SELECT @@time_zone AS zone, @@innodb_lock_wait_timeout AS s')).toEqual([
      { zone: '+00:00', s: 5 },
    ]);
    // MariaDB's name for it, and MySQL's.
    const isolation = await t.query("SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')");
    expect(isolation[0]?.['Value']).toBe('READ-COMMITTED');
    await expect(insertRows(t, 'calls', [dueCall({ error_class: 'x'.repeat(101) })])).rejects.toThrow(/too long/);
  });
});
