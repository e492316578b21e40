import { stages } from '@callscript/contracts';
import { fileDeadLetter } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { createBroker, queueName } from '@callscript/messaging';
import { createLogger } from '@callscript/service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineHealth } from '../src/pipeline-health.ts';
import { admin, problemOf, startTestApi, type TestApi } from './_api.ts';
import { addBusiness, addCall } from './_data.ts';

let api: TestApi;
const cleanUp = new AsyncDisposableStack();

beforeAll(async () => {
  api = cleanUp.use(await startTestApi());
  await addBusiness(api.database, '6004');
});
afterAll(() => cleanUp.disposeAsync());

async function readHealth(): Promise<PipelineHealth> {
  return (await api.get('/ops/pipeline/health', { as: admin })).body as PipelineHealth;
}

function until(holds: (health: PipelineHealth) => boolean): Promise<PipelineHealth> {
  return waitFor(async () => {
    const health = await readHealth();
    return holds(health) && health;
  });
}

const nothingDue = Object.fromEntries(stages.map((stage) => [stage, null]));

describe('GET /ops/pipeline/health', () => {
  test('is degraded while a stage has no worker, and ok once each has one', async () => {
    expect(await until(({ broker }) => broker.ok)).toMatchObject({ status: 'degraded', database: { ok: true } });
    const logger = createLogger({ service: 'workers', level: 'silent' });
    const workers = cleanUp.use(createBroker({ url: api.brokerUrl, connectionName: 'workers', logger }));
    await workers.whenReady();
    for (const stage of stages) await workers.consume({ queue: queueName(stage), prefetch: 1, onMessage: () => {} });

    const health = await until(({ status }) => status === 'ok');
    const depth = (consumers: number) => (queue: string) => ({ queue, messages: 0, consumers });
    expect(health).toEqual({
      status: 'ok',
      database: { ok: true },
      broker: { ok: true },
      queues: [
        ...stages.map(queueName).map(depth(1)),
        ...stages.map((stage) => `call.${stage}.failed`).map(depth(0)),
        { queue: 'webhook.spool', messages: 0, consumers: 0 },
      ],
      dead_letters: { open: 0 },
      oldest_due_seconds: nothingDue,
      failed_calls: 0,
    });
  });

  test('counts open dead letters, failed calls and the longest wait of each stage', async () => {
    const now = new Date().toISOString();
    for (const messageId of ['a', 'b']) {
      await fileDeadLetter(api.database.db, messageId, {
        stage: 'analyze',
        bid: '6004',
        callid: messageId,
        failure: 'exhausted',
        error_class: 'JudgeError',
        error_message: 'no answer',
        attempts: 3,
        first_failed_at: now,
        last_failed_at: now,
        message: {},
      });
    }
    await api.database.pool.query("UPDATE dead_letters SET status = 'dropped' WHERE message_id = 'a'");
    await addCall(api.database, { callid: 'failed', state: 'failed_analysis' });
    for (const [callid, dueIn] of Object.entries({ waiting: '-90', newer: '-10', later: '+600' })) {
      await addCall(api.database, { callid, state: 'transcribed' });
      await api.database.pool.query(
        `UPDATE calls SET next_attempt_at = UTC_TIMESTAMP(3) + INTERVAL ${dueIn} SECOND WHERE callid = ?`,
        [callid],
      );
    }
    const health = await until(({ broker }) => broker.ok);
    expect(health).toMatchObject({ status: 'ok', dead_letters: { open: 1 }, failed_calls: 1 });
    const { analyze, ...others } = health.oldest_due_seconds ?? {};
    expect(analyze).toBeGreaterThanOrEqual(90);
    expect(analyze).toBeLessThan(120);
    expect(Object.values(others)).toEqual([null, null, null, null]);
  });

  test('is degraded when a call has waited for longer than was promised', async () => {
    await api.database.pool.query(
      "UPDATE calls SET next_attempt_at = UTC_TIMESTAMP(3) - INTERVAL 301 SECOND WHERE callid = 'waiting'",
    );
    expect(await readHealth()).toMatchObject({ status: 'degraded', broker: { ok: true } });
    await api.database.pool.query("UPDATE calls SET next_attempt_at = UTC_TIMESTAMP(3) WHERE callid = 'waiting'");
    expect((await readHealth()).status).toBe('ok');
  });

  test('is degraded while the broker is away, and recovers by itself', async () => {
    const { broker } = api.proxies;
    await broker.refuse();
    broker.cut();
    const health = await until(({ status }) => status === 'degraded');
    expect(health).toMatchObject({ broker: { ok: false }, queues: [], database: { ok: true } });
    expect((await api.get('/call-records/6004', { as: admin })).status).toBe(200);
    await broker.restore();
    await until(({ status }) => status === 'ok');
  });

  test('is down while the database is away; what needs it answers 503, and then works again', async () => {
    const { database } = api.proxies;
    await database.refuse();
    database.cut();
    const answer = await api.get('/ops/pipeline/health', { as: admin });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      status: 'down',
      database: { ok: false },
      dead_letters: null,
      oldest_due_seconds: null,
      failed_calls: null,
    });
    for (const route of ['/call-records/6004', '/call-records/6004/failed', '/pipeline/6004/status']) {
      const refused = await api.get(route, { as: admin });
      expect([route, refused.status]).toEqual([route, 503]);
      expect(problemOf(refused).detail).toBe('the database cannot be reached');
    }
    expect((await api.login({ email: 'mira@example.com', password: 'x' })).status).toBe(503);
    await database.restore();
    await until(({ status }) => status === 'ok');
    expect((await api.get('/call-records/6004', { as: admin })).status).toBe(200);
  });

  test('comes although the database accepts and says nothing', async () => {
    const { database } = api.proxies;
    database.freeze();
    const answer = await api.get('/ops/pipeline/health', { as: admin });
    expect([answer.status, answer.body]).toEqual([503, expect.objectContaining({ status: 'down' })]);
    database.thaw();
    await until(({ status }) => status === 'ok');
  });
});
