import { createDatabase, migrateDatabase, queueReceivedCalls, type Database } from '@callscript/db';
import {
  startFaultBroker,
  startFaultDatabase,
  waitFor,
  type FaultBroker,
  type FaultDatabase,
} from '@callscript/devstack/testing';
import { createBroker, queueName, spoolQueue, type Broker } from '@callscript/messaging';
import { reissueLostPermits } from '@callscript/pipeline';
import { createLogger } from '@callscript/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  activate,
  activated,
  callCompleted,
  countPermits,
  listCallRows,
  listLogRows,
  platformSecret,
  postSigned,
  rowsOf,
  startTestGateway,
  type TestGateway,
} from './_support.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let brokerServer: FaultBroker;
let databaseServer: FaultDatabase;
let database: Database;
let broker: Broker;
let gateway: TestGateway;
let bid = '';
let secret = '';
let round = 0;

beforeAll(async () => {
  [brokerServer, databaseServer] = await Promise.all([startFaultBroker(), startFaultDatabase()]);
  await migrateDatabase(databaseServer.url);
});

afterAll(async () => {
  await Promise.all([brokerServer[Symbol.asyncDispose](), databaseServer[Symbol.asyncDispose]()]);
});

beforeEach(async () => {
  database = createDatabase({ url: databaseServer.url });
  broker = createBroker({ url: brokerServer.url, connectionName: 'test', logger });
  await broker.whenReady(AbortSignal.timeout(30_000));
  gateway = await startTestGateway({ databaseUrl: databaseServer.url, brokerUrl: brokerServer.url });
  await waitFor(() => gateway.log().split('connected to RabbitMQ').length > 2);
  round += 1;
  bid = `outage-${round}`;
  secret = await activate(gateway, bid);
});

afterEach(async () => {
  await gateway[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function send(overrides: Record<string, unknown> = {}) {
  return await postSigned(gateway, 'call-completed', callCompleted(bid, overrides), secret);
}

async function callids(): Promise<unknown[]> {
  return (await listCallRows(database, bid)).map((row) => row['callid']);
}

async function brokerIsBack(): Promise<void> {
  await brokerServer.control.start();
  await broker.whenReady(AbortSignal.timeout(60_000));
}

describe('while RabbitMQ is away', () => {
  test('calls are accepted as received, and the sweep queues them when it is back', async () => {
    const permitsBefore = await countPermits(broker);
    await brokerServer.control.stop();
    await waitFor(async () => (await send()).body['status'] === 'accepted');
    await waitFor(async () => {
      await send();
      return (await listCallRows(database, bid)).some((row) => row['processing_state'] === 'received');
    });
    const accepted = (await listCallRows(database, bid)).length;
    await brokerIsBack();
    expect(await queueReceivedCalls(database.db, 0)).toBeGreaterThan(0);
    await reissueLostPermits({ db: database.db, broker, workerId: 'test', retryBaseMs: 1, logger });
    const rows = await listCallRows(database, bid);
    expect(rows.map((row) => row['processing_state'])).toEqual(Array<string>(accepted).fill('queued'));
    await waitFor(async () => (await countPermits(broker)) >= permitsBefore + accepted);
    // And the gateway finds its way back by itself.
    await waitFor(async () => {
      const { body } = await send();
      const row = (await listCallRows(database, bid)).at(-1);
      return body['status'] === 'accepted' && row?.['processing_state'] === 'queued';
    });
  });

  test('a frozen one delays the answer by seconds at most', async () => {
    await brokerServer.control.pause();
    try {
      const begin = performance.now();
      expect((await send()).status).toBe(200);
      expect(performance.now() - begin).toBeLessThan(5_000);
      expect(await callids()).toHaveLength(1);
    } finally {
      await brokerServer.control.resume();
    }
  });
});

describe('while MySQL is away', () => {
  test('calls of known businesses are spooled, and moved on in order when it is back', async () => {
    await send({ callid: 'before' });
    await databaseServer.control.kill();
    const sent = Array.from({ length: 20 }, (_, i) => `spooled-${i}`);
    for (const callid of sent) {
      const { status, body } = await send({ callid });
      expect([status, body]).toEqual([202, { status: 'spooled', bid, callid }]);
    }
    // One that is delivered twice is kept twice here, and stored once there.
    expect((await send({ callid: 'spooled-3' })).status).toBe(202);
    expect((await send({ callid: 'skipped', duration_seconds: 1 })).status).toBe(202);
    expect((await send({ callid: 'bad', duration_seconds: -1 })).status).toBe(422);
    expect((await postSigned(gateway, 'call-completed', callCompleted(bid), 'guess')).status).toBe(401);
    expect((await postSigned(gateway, 'bid-activated', activated('later'), platformSecret)).status).toBe(503);
    await databaseServer.control.start();
    await waitFor(async () => (await broker.checkQueue(spoolQueue)).messageCount === 0);
    await waitFor(async () => (await callids()).includes('skipped'));
    expect(await callids()).toEqual(['before', ...sent, 'skipped']);
    const states = (await listCallRows(database, bid)).map((row) => row['processing_state']);
    expect(states).toEqual([...Array<string>(21).fill('queued'), 'skipped']);
    const log = (await listLogRows(database, bid)).filter((row) => row['status_code'] === 202);
    expect(log).toHaveLength(22);
    expect(log.filter((row) => row['skip_reason'] === 'duplicate')).toHaveLength(1);
    await waitFor(async () => (await send()).status === 200);
  });

  test('a gateway that starts without it, and an unknown business, get 503 and a time to come back', async () => {
    await databaseServer.control.kill();
    await using fresh = await startTestGateway({ databaseUrl: databaseServer.url, brokerUrl: brokerServer.url });
    const answer = await postSigned(fresh, 'call-completed', callCompleted(bid), secret);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    await databaseServer.control.start();
    await waitFor(async () => (await postSigned(fresh, 'call-completed', callCompleted(bid), secret)).status === 200);
  });

  test('a frozen one is given up within seconds, and what it may have stored is stored once', async () => {
    const permitsBefore = await countPermits(broker);
    await databaseServer.control.pause();
    try {
      const begin = performance.now();
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => send({ callid: `frozen-${i}` })));
      expect(performance.now() - begin).toBeLessThan(15_000);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    } finally {
      await databaseServer.control.resume();
    }
    await waitFor(async () => (await callids()).length === 30, { timeoutMs: 60_000 });
    await waitFor(async () => (await broker.checkQueue(spoolQueue)).messageCount === 0, { timeoutMs: 60_000 });
    expect(new Set(await callids()).size).toBe(30);
    await waitFor(async () => (await countPermits(broker)) >= permitsBefore + 30);
  });

  test('what is spooled survives the end of the gateway and is moved on by the next one', async () => {
    await databaseServer.control.kill();
    for (let i = 0; i < 5; i += 1) expect((await send({ callid: `left-${i}` })).status).toBe(202);
    await gateway[Symbol.asyncDispose]();
    await databaseServer.control.start();
    gateway = await startTestGateway({ databaseUrl: databaseServer.url, brokerUrl: brokerServer.url });
    await waitFor(async () => (await callids()).length === 5);
    expect(await callids()).toEqual([0, 1, 2, 3, 4].map((i) => `left-${i}`));
  });
});

describe('while both are away', () => {
  test('a call is refused with 503 and a time to come back, and is nowhere', async () => {
    await send({ callid: 'before' });
    await Promise.all([brokerServer.control.stop(), databaseServer.control.kill()]);
    await waitFor(async () => (await send({ callid: 'refused' })).status === 503);
    for (let i = 0; i < 5; i += 1) {
      const answer = await send({ callid: `refused-${i}` });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    }
    await Promise.all([brokerIsBack(), databaseServer.control.start()]);
    await waitFor(async () => (await send({ callid: 'after' })).status === 200, { timeoutMs: 60_000 });
    expect(await callids()).toEqual(['before', 'after']);
  });
});

describe('a spooled message that cannot be moved on', () => {
  test('becomes a dead letter and holds up nothing behind it', async () => {
    const failed = 'call.transcribe.failed';
    const lettersBefore = (await broker.checkQueue(failed)).messageCount;
    const good = callCompleted(bid, { callid: 'behind' });
    const spooled = (payload: object) => ({
      body: Buffer.from(JSON.stringify(payload)).toString('base64'),
      correlationId: '00000000-0000-4000-8000-000000000000',
      receivedAt: '2026-03-11T12:51:00.000Z',
      skipReason: null,
    });
    const messages: unknown[] = [
      Buffer.from('not JSON'),
      { body: 1 },
      spooled({ event: 'call.completed' }),
      spooled({ ...callCompleted(bid, { callid: 'named' }), duration_seconds: 'x' }),
      // The database refuses a reason of this length.
      { ...spooled(callCompleted(bid)), skipReason: 'x'.repeat(101) },
      spooled(good),
    ];
    for (const body of messages) await broker.publish({ routingKey: spoolQueue, type: 'test', body });
    await waitFor(async () => (await callids()).includes('behind'), { timeoutMs: 30_000 });
    await waitFor(async () => (await broker.checkQueue(failed)).messageCount === lettersBefore + 5);
    expect(await callids()).toEqual(['behind']);
    const letters: { bid: unknown; callid: unknown; failure: string; error_class: string }[] = [];
    await using _ = await broker.consume({
      queue: failed,
      prefetch: 10,
      onMessage: (delivery) => {
        letters.push(JSON.parse(delivery.body.toString()) as (typeof letters)[0]);
        delivery.ack();
      },
    });
    await waitFor(() => letters.length === lettersBefore + 5);
    expect(letters.map((letter) => letter.failure)).toEqual([...Array<string>(4).fill('unreadable'), 'exhausted']);
    expect(letters[3]).toMatchObject({ bid, callid: 'named' });
    expect(queueName('transcribe')).toBe('call.transcribe');
  });
});

test('a database that forgot nothing keeps one row per call after all of this', async () => {
  const doubled = await rowsOf(database, 'SELECT bid, callid FROM calls GROUP BY bid, callid HAVING COUNT(*) > 1');
  expect(doubled).toEqual([]);
});
