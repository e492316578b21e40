import { connect } from 'amqplib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createBrokerManagement,
  type FaultBroker,
  type FaultDatabase,
  startFaultBroker,
  startFaultDatabase,
  waitFor,
} from '../src/testing.ts';

describe('startFaultBroker', { timeout: 180_000 }, () => {
  let broker: FaultBroker;
  beforeAll(async () => {
    broker = await startFaultBroker();
  });
  afterAll(() => broker[Symbol.asyncDispose]());

  test('comes back at the same address with its confirmed messages, after an orderly stop and after a kill', async () => {
    const before = await connect(broker.url);
    const channel = await before.createConfirmChannel();
    await channel.assertQueue('work', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    channel.sendToQueue('work', Buffer.from('survivor'), { persistent: true });
    await channel.waitForConfirms();
    await before.close();
    // RabbitMQ 3.10 loses the leader of a quorum queue that was declared within a second of a kill; a stop settles it.
    await broker.control.stop();
    await broker.control.start();

    const cut = await connect(broker.url);
    cut.on('error', () => {});
    const ended = new Promise((resolve) => cut.on('close', resolve));
    await broker.control.kill();
    await ended;
    await expect(connect(broker.url)).rejects.toThrow('ECONNREFUSED');
    await broker.control.start();

    const after = await connect(broker.url);
    const reader = await after.createChannel();
    const message = await waitFor(() => reader.get('work', { noAck: true }));
    expect(message.content.toString()).toBe('survivor');
    expect(await createBrokerManagement(broker.managementUrl).request('GET', 'overview')).toHaveProperty(
      'rabbitmq_version',
    );
    await after.close();
  });

  test('a paused broker keeps connections open and silent until it is resumed', async () => {
    const connection = await connect(broker.url);
    const channel = await connection.createChannel();
    await broker.control.pause();
    let hasAnswered = false;
    const answer = channel.assertQueue('asked-while-paused', { exclusive: true }).then((ok) => {
      hasAnswered = true;
      return ok;
    });
    await expect(connect(broker.url, { timeout: 500 })).rejects.toThrow('ETIMEDOUT');
    expect(hasAnswered).toBe(false);
    await broker.control.resume();
    expect(await answer).toMatchObject({ queue: 'asked-while-paused' });
    await connection.close();
  });
});

describe('startFaultDatabase', () => {
  let database: FaultDatabase;
  beforeAll(async () => {
    database = await startFaultDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  test('a killed database comes back at the same address with what was committed, and without what was not', async () => {
    const before = await createConnection(database.url);
    before.on('error', () => {});
    await before.query('CREATE TABLE notes (text VARCHAR(100))');
    await before.query("INSERT INTO notes VALUES ('committed')");
    await before.beginTransaction();
    await before.query("INSERT INTO notes VALUES ('open')");

    await database.control.kill();
    await expect(createConnection(database.url)).rejects.toThrow('ECONNREFUSED');
    await database.control.start();

    const after = await createConnection(database.url);
    const [rows] = await after.query<RowDataPacket[]>('SELECT text FROM notes');
    expect(rows).toEqual([{ text: 'committed' }]);
    await after.end();
  });

  test('it keeps the time in UTC, the text in utf8mb4 and bad values out', async () => {
    const connection = await createConnection(database.url);
    const [[settings]] = await connection.query<RowDataPacket[]>(
      'SELECT @@time_zone AS zone, @@collation_database AS collation, @@innodb_flush_log_at_trx_commit AS flush',
    );
    expect(settings).toEqual({ zone: '+00:00', collation: 'utf8mb4_unicode_ci', flush: 1 });
    await connection.query('CREATE TABLE strict (digit TINYINT)');
    await expect(connection.query('INSERT INTO strict VALUES (1000)')).rejects.toThrow('Out of range');
    await connection.end();
  });
});
