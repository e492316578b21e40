import {
  createTcpProxy,
  createTestEnvironment,
  waitFor,
  type TcpProxy,
  type TestEnvironment,
} from '@callscript/devstack/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBroker, queueName, spoolQueue } from '../src/index.ts';
import { createAlarmProxy } from './_alarm-proxy.ts';
import { collector, missingAfterAll, onPort, portOf, readyBroker, recordingLogger, startBroker } from './_support.ts';

let environment: TestEnvironment;
let proxy: TcpProxy;
let url: string;

beforeEach(async () => {
  environment = await createTestEnvironment();
  proxy = await createTcpProxy({ targetPort: portOf(environment.brokerUrl) });
  url = onPort(environment.brokerUrl, proxy.port);
});

afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await environment[Symbol.asyncDispose]();
});

const message = { routingKey: spoolQueue, type: 't', body: 1 };

async function secondsFor(work: PromiseLike<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return (performance.now() - startedAt) / 1000;
}

describe('a broker client', () => {
  test('starts while RabbitMQ is away, refuses to publish at once, and becomes ready by itself', async () => {
    await proxy.refuse();
    await using broker = startBroker(url);
    const got = collector();
    await broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: got.onMessage });
    expect(broker.state).toBe('connecting');
    await expect(broker.publish(message)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE', reason: 'down' });
    await expect(broker.checkQueue(spoolQueue)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await proxy.restore();
    await broker.whenReady(AbortSignal.timeout(10_000));
    await broker.publish(message);
    await waitFor(() => got.deliveries.length === 1);
  });

  test('tries its hosts in turn', async () => {
    await using nobody = await createTcpProxy({ targetPort: 1 });
    await nobody.refuse();
    await using broker = createBroker({
      urls: [onPort(url, nobody.port), url],
      connectionName: 'messaging-test',
      logger: recordingLogger(),
      reconnect: { minMs: 10, maxMs: 50 },
    });
    await broker.whenReady(AbortSignal.timeout(10_000));
    expect(broker.state).toBe('ready');
  });

  test('says in the log that its password is refused, without the password, and goes on trying', async () => {
    const logger = recordingLogger();
    const wrong = new URL(url);
    wrong.password = 'not-the-password';
    await using broker = startBroker(wrong.href, { logger });
    const refusals = () => logger.lines.filter((line) => /refuses the user/.test(line.message));
    await waitFor(() => refusals().length > 3);
    expect(refusals()[0]?.level).toBe('error');
    expect(logger.text()).not.toContain('not-the-password');
    expect(broker.isReady()).toBe(false);
  });

  test('refuses a URL that is no broker, without printing it', () => {
    expect(() => startBroker('https://user:secret@example.com')).toThrow(/^the broker URL must be amqp:/);
  });

  test('gives up a handshake that gets no answer, and tries again', async () => {
    const logger = recordingLogger();
    proxy.freeze();
    await using broker = startBroker(url, { logger, connectTimeoutMs: 200 });
    await waitFor(() => logger.text().includes('ETIMEDOUT'));
    proxy.thaw();
    await broker.whenReady(AbortSignal.timeout(10_000));
    expect(broker.isReady()).toBe(true);
  });

  test('stops waiting to be ready when told to', async () => {
    await proxy.refuse();
    await using broker = startBroker(url);
    await expect(broker.whenReady(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    await expect(broker.whenReady(AbortSignal.timeout(50))).rejects.toThrow(/timeout/);
  });

  test('notices that its connection is frozen, gives up what was on its way, and connects anew', async () => {
    let reconnects = 0;
    const count = () => undefined;
    const events = { published: count, publishFailed: count, consumed: count, blocked: count };
    await using broker = await readyBroker(url, {
      heartbeatSeconds: 1,
      events: { ...events, reconnected: () => (reconnects += 1) },
    });
    proxy.freeze();
    await expect(broker.publish(message)).rejects.toMatchObject({ code: 'PUBLISH_UNCONFIRMED' });
    await waitFor(() => !broker.isReady());
    proxy.thaw();
    await broker.whenReady(AbortSignal.timeout(10_000));
    expect(reconnects).toBeGreaterThan(0);
    await broker.publish(message);
  });

  test('takes a broker that confirms nothing for a whole window as gone, before any heartbeat says so', async () => {
    const logger = recordingLogger();
    await using broker = await readyBroker(url, { logger, window: 3, publishTimeoutMs: 1500, heartbeatSeconds: 60 });
    proxy.freeze();
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => broker.publish(message)));
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'confirmed'));
    expect(codes).toEqual([...Array(3).fill('PUBLISH_UNCONFIRMED'), 'BROKER_UNAVAILABLE']);
    await waitFor(() => logger.text().includes('3 messages were not confirmed in time'));
    proxy.thaw();
    await broker.whenReady(AbortSignal.timeout(10_000));
    await broker.publish(message);
  });

  test('does not let late confirms of messages given up disturb those after them', async () => {
    await using broker = await readyBroker(url, { window: 10, publishTimeoutMs: 1500, heartbeatSeconds: 60 });
    proxy.freeze();
    const late = Promise.allSettled([1, 2, 3].map(() => broker.publish(message)));
    expect((await late).map((outcome) => outcome.status)).toEqual(Array(3).fill('rejected'));
    proxy.thaw();
    await Promise.all(Array.from({ length: 50 }, () => broker.publish(message)));
    await waitFor(async () => (await broker.checkQueue(spoolQueue)).messageCount === 53);
  });

  test('loses nothing that was confirmed when its connections are cut again and again, and publishes on', async () => {
    await using broker = await readyBroker(url);
    const confirmed = new Set<string>();
    const failures = new Set<string>();
    const done = new AbortController();
    const publisher = async (name: number): Promise<void> => {
      for (let index = 0; !done.signal.aborted; index += 1) {
        const body = `${name}-${index}`;
        await broker.publish({ routingKey: queueName('notify'), type: 't', body }).then(
          () => confirmed.add(body),
          async (error: { code: string }) => {
            failures.add(error.code);
            await broker.whenReady();
          },
        );
      }
    };
    const publishers = Array.from({ length: 50 }, (_, name) => publisher(name));
    for (let round = 1; round <= 4; round += 1) {
      await waitFor(() => confirmed.size > round * 300);
      proxy.cut();
    }
    await waitFor(() => confirmed.size > 2000);
    done.abort();
    await Promise.all(publishers);
    const got = collector();
    await broker.consume({ queue: queueName('notify'), prefetch: 300, onMessage: got.onMessage });
    expect(await missingAfterAll(confirmed, () => got.bodies().map((body) => JSON.parse(body)))).toEqual([]);
    expect(failures).toContain('PUBLISH_UNCONFIRMED');
  });
});

describe('an alarm at RabbitMQ', () => {
  test('makes publishing fail at once while consuming goes on, and ends when the alarm does', async () => {
    await using alarm = await createAlarmProxy(portOf(environment.brokerUrl));
    await using other = await readyBroker(url);
    const blocked: boolean[] = [];
    const count = () => undefined;
    const events = { published: count, publishFailed: count, consumed: count, reconnected: count };
    await using broker = await readyBroker(onPort(url, alarm.port), {
      heartbeatSeconds: 60,
      publishTimeoutMs: 1500,
      window: 2,
      events: { ...events, blocked: (isBlocked) => blocked.push(isBlocked) },
    });
    alarm.raise();
    const onTheirWay = Promise.allSettled([1, 2, 3].map(() => broker.publish(message)));
    await waitFor(() => broker.state === 'blocked');
    await expect(broker.publish(message)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE', reason: 'blocked' });
    const outcomes = (await onTheirWay).map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : ''));
    expect(outcomes).toEqual(['PUBLISH_UNCONFIRMED', 'PUBLISH_UNCONFIRMED', 'BROKER_UNAVAILABLE']);
    expect(broker.isReady()).toBe(false);
    alarm.clear();
    await broker.whenReady(AbortSignal.timeout(10_000));
    await broker.publish(message);
    await waitFor(async () => (await other.checkQueue(spoolQueue)).messageCount === 3);
    expect(blocked).toEqual([true, false]);
  });
});

describe('closing', () => {
  test('waits for the confirms of all that it has taken', async () => {
    const broker = await readyBroker(url, { window: 20 });
    const publishing = Promise.allSettled(Array.from({ length: 200 }, () => broker.publish(message)));
    await broker[Symbol.asyncDispose]();
    expect((await publishing).filter((outcome) => outcome.status === 'rejected')).toEqual([]);
    await broker[Symbol.asyncDispose]();
    expect(broker.state).toBe('closed');
  });

  test('ends in time with a frozen peer, a subscription, and messages on their way', async () => {
    const broker = await readyBroker(url, { heartbeatSeconds: 60, publishTimeoutMs: 1000 });
    const subscription = await broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: () => undefined });
    proxy.freeze();
    const publishing = broker.publish(message).catch((error: unknown) => error);
    expect(await secondsFor(broker[Symbol.asyncDispose]())).toBeLessThan(5);
    expect(await publishing).toMatchObject({ code: 'PUBLISH_UNCONFIRMED' });
    expect(subscription.isConsuming).toBe(false);
    await expect(broker.consume({ queue: spoolQueue, prefetch: 1, onMessage: () => undefined })).rejects.toMatchObject({
      reason: 'closed',
    });
  });

  test('ends in time while RabbitMQ is away or does not answer the handshake', async () => {
    await proxy.refuse();
    const away = startBroker(url);
    const waiting = away.whenReady().catch((error: unknown) => error);
    await away.consume({ queue: spoolQueue, prefetch: 1, onMessage: () => undefined });
    expect(await secondsFor(away[Symbol.asyncDispose]())).toBeLessThan(2);
    expect(await waiting).toMatchObject({ reason: 'closed' });

    await proxy.restore();
    proxy.freeze();
    const silent = startBroker(url);
    expect(await secondsFor(silent[Symbol.asyncDispose]())).toBeLessThan(2);
  });
});
