import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { connect } from 'amqplib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startServers } from '../src/index.ts';
import { isAlive } from '../src/servers/process-record.ts';
import { waitFor } from '../src/testing.ts';

const CHILD = fileURLToPath(new URL('_start-servers.ts', import.meta.url));

// Kept data are those of a private process; an address or a container has its own tests.
describe('servers in a directory', { timeout: 180_000 }, () => {
  let directory: string;
  const log: string[] = [];
  const start = () => startServers({ directory, durable: true, log: (line) => log.push(line) });

  beforeAll(async () => {
    // A space in the path, because people have them.
    directory = await mkdtemp(join(tmpdir(), 'callscript devstack '));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('answer AMQP and SQL, refuse a second run in their directory, and keep their data for the next one', async () => {
    {
      await using servers = await start();
      await publish(servers.brokerUrl, 'kept', 'a confirmed message');
      await insertRow(servers.databaseUrl, 'a committed row');
      await expect(start()).rejects.toThrow(`is in use: process ${process.pid}`);
    }
    await using servers = await start();
    expect(await readMessage(servers.brokerUrl, 'kept')).toBe('a confirmed message');
    expect(await readRows(servers.databaseUrl)).toEqual(['a committed row']);
    expect(log).toEqual([]);
  });

  test('end when the process that started them is killed, and the next run starts over their data', async () => {
    const child = spawn(process.execPath, [CHILD, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const death = once(child, 'exit').then(() => Promise.reject(new Error('the child ended')));
    const [output] = (await Promise.race([once(child.stdout, 'data'), death])) as [Buffer];
    const { serverPids } = JSON.parse(output.toString()) as { serverPids: number[] };
    expect(serverPids.map(isAlive)).toEqual([true, true]);

    child.kill('SIGKILL');
    await expect(death).rejects.toThrow('the child ended');
    await waitFor(() => !serverPids.some(isAlive), { timeoutMs: 30_000, message: 'a server was left behind' });

    await using servers = await start();
    expect(await readRows(servers.databaseUrl)).toEqual(['a committed row']);
  });
});

async function publish(url: string, queue: string, content: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  channel.sendToQueue(queue, Buffer.from(content), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

async function readMessage(url: string, queue: string): Promise<string> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const message = await waitFor(() => channel.get(queue, { noAck: true }));
  await connection.close();
  return message.content.toString();
}

async function insertRow(url: string, text: string): Promise<void> {
  const connection = await createConnection(url);
  await connection.query('CREATE TABLE notes (text VARCHAR(100))');
  await connection.query('INSERT INTO notes VALUES (?)', [text]);
  await connection.end();
}

async function readRows(url: string): Promise<string[]> {
  const connection = await createConnection(url);
  const [rows] = await connection.query<RowDataPacket[]>('SELECT text FROM notes');
  await connection.end();
  return rows.map((row) => String(row['text']));
}
