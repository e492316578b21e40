import { connect } from 'amqplib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';

import { createBrokerManagement, createTestEnvironment } from '../src/testing.ts';

test('two environments see neither the tables nor the queues of each other', async () => {
  await using one = await createTestEnvironment();
  await using two = await createTestEnvironment();

  const database = await createConnection(one.databaseUrl);
  await database.query('CREATE TABLE only_here (id INT)');
  await database.end();
  const broker = await connect(one.brokerUrl);
  await (await broker.createChannel()).assertQueue('only-here', { durable: true });
  await broker.close();

  const otherDatabase = await createConnection(two.databaseUrl);
  const [tables] = await otherDatabase.query<RowDataPacket[]>('SHOW TABLES');
  expect(tables).toEqual([]);
  await otherDatabase.end();
  const management = createBrokerManagement(two.brokerManagementUrl);
  expect(await management.request('GET', `queues/${one.vhost}`)).toMatchObject([{ name: 'only-here' }]);
  expect(await management.request('GET', `queues/${two.vhost}`)).toEqual([]);
});

test('a disposed environment is gone', async () => {
  const environment = await createTestEnvironment();
  await environment[Symbol.asyncDispose]();
  await expect(createConnection(environment.databaseUrl)).rejects.toThrow('Unknown database');
  await expect(connect(environment.brokerUrl)).rejects.toThrow('ConnectionClose');
});
