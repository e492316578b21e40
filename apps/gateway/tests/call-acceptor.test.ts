import { randomUUID } from 'node:crypto';
import { callCompletedSchema } from '@callscript/contracts';
import type { Database } from '@callscript/db';
import { createLogger } from '@callscript/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CallAcceptor, OverloadedError, type Arrival } from '../src/call-acceptor.ts';
import { callCompleted, listCallRows, setStage, type Stage } from './_support.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let stage: Stage;
let acceptor: CallAcceptor;

beforeAll(async () => {
  stage = await setStage();
  acceptor = new CallAcceptor({ database: stage.database, broker: stage.broker, logger });
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

function arrival(bid: string, overrides: Partial<Arrival> = {}, fields: Record<string, unknown> = {}): Arrival {
  const payload = callCompleted(bid, fields);
  return {
    call: callCompletedSchema.parse(payload),
    payload,
    body: Buffer.from(JSON.stringify(payload)),
    correlationId: randomUUID(),
    receivedAt: new Date(),
    skipReason: null,
    statusCode: 200,
    ...overrides,
  };
}

test('one call that the database refuses does not take those with it that share its commit', async () => {
  const bad = arrival('isolated', { skipReason: 'x'.repeat(101) });
  const arrivals = [...Array.from({ length: 9 }, () => arrival('isolated')), bad];
  const outcomes = await Promise.allSettled(arrivals.map((one) => acceptor.accept(one)));
  expect(outcomes.map(({ status }) => status)).toEqual([...Array<string>(9).fill('fulfilled'), 'rejected']);
  expect(await listCallRows(stage.database, 'isolated')).toHaveLength(9);
});

test('long bodies share a commit only as far as a packet of the server reaches', async () => {
  let commits = 0;
  const { database, broker } = stage;
  const pool = Object.create(database.pool, {
    getConnection: {
      value: async () => {
        commits += 1;
        return await database.pool.getConnection();
      },
    },
  }) as Database['pool'];
  const counted = new CallAcceptor({ database: { ...database, pool }, broker, logger });
  const arrivals = Array.from({ length: 128 }, () => arrival('long', {}, { padding: '"'.repeat(150_000) }));
  const outcomes = await Promise.all(arrivals.map((one) => counted.accept(one)));
  expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  // Together they are beyond it, and then each would get a commit of its own.
  expect(commits).toBeLessThan(64);
});

test('the same arrival again is the same call, another arrival of it is a duplicate', async () => {
  const first = arrival('repeated');
  expect(await acceptor.accept(first)).toBe('accepted');
  expect(await acceptor.accept(first)).toBe('accepted');
  expect(await acceptor.accept({ ...first, correlationId: randomUUID() })).toBe('duplicate');
  expect(await listCallRows(stage.database, 'repeated')).toHaveLength(1);
});

test('businesses that share a commit each get what is theirs', async () => {
  const bids = ['mix-a', 'mix-b', 'mix-c'];
  const before = bids.map((bid) => arrival(bid));
  await Promise.all(before.map((one) => acceptor.accept(one)));
  const again = before.map((one) => ({ ...one, correlationId: randomUUID() }));
  const fresh = bids.map((bid) => arrival(bid));
  const outcomes = await Promise.all([...again, ...fresh].map((one) => acceptor.accept(one)));
  expect(outcomes).toEqual([...Array<string>(3).fill('duplicate'), ...Array<string>(3).fill('accepted')]);
});

test('more calls than may wait are sent away, and the others are stored', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 5_003 }, () => acceptor.accept(arrival('flood'))));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(refused).toHaveLength(3);
  expect(refused.every((error) => error instanceof OverloadedError)).toBe(true);
  expect(await listCallRows(stage.database, 'flood')).toHaveLength(5_000);
});
