import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@callscript/db';
import { startFaultDatabase, waitFor } from '@callscript/devstack/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Leadership } from '../src/leadership.ts';
import { createWorld, startTestOrchestrator, throughProxy, type Orchestrator, type World } from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The connection that holds the lead, by the server's own account. */
async function leadingConnection(): Promise<number | null> {
  const sql = "SELECT IS_USED_LOCK(CONCAT(DATABASE(), '.orchestrator')) AS id";
  const [rows] = await world.database.pool.query(sql);
  return (rows as { id: number | null }[])[0]?.id ?? null;
}

/** For as long as both need to ask several times. */
async function expectLead(leader: Orchestrator, other: Orchestrator): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    expect([await leader.leads(), await other.leads()]).toEqual([true, false]);
    await sleep(20);
  }
}

describe('of two orchestrators', () => {
  test('one leads, and the other follows it when it stops', async () => {
    await using first = await startTestOrchestrator(world);
    await waitFor(() => first.leads());
    await using second = await startTestOrchestrator(world);
    const lead = await leadingConnection();
    await expectLead(first, second);
    expect(await leadingConnection()).toBe(lead);

    await first[Symbol.asyncDispose]();

    await waitFor(() => second.leads());
  });

  test('the other leads when the connection of the one is killed, which knows it at once', async () => {
    await using first = await startTestOrchestrator(world, { SWEEP_INTERVAL_MS: '600000' });
    await waitFor(() => first.leads());
    await using second = await startTestOrchestrator(world);

    await world.database.pool.query(`KILL CONNECTION ${await leadingConnection()}`);

    expect(await waitFor(() => second.leads())).toBe(true);
    expect(await waitFor(async () => !(await first.leads()))).toBe(true);
  });

  test('the other leads when the one can no longer be heard, which says that it does not lead', async () => {
    await using proxy = await throughProxy(world.databaseUrl);
    await using first = await startTestOrchestrator({ ...world, databaseUrl: proxy.url });
    await waitFor(() => first.leads());
    await using second = await startTestOrchestrator(world);

    proxy.freeze();
    try {
      await waitFor(async () => !(await first.leads()));
      expect(await waitFor(() => second.leads())).toBe(true);
    } finally {
      proxy.thaw();
    }
    await expectLead(second, first);
  });

  test('none leads without a database, and one does when it is back', async () => {
    await using proxy = await throughProxy(world.databaseUrl);
    await using first = await startTestOrchestrator({ ...world, databaseUrl: proxy.url });
    await using second = await startTestOrchestrator({ ...world, databaseUrl: proxy.url });
    const leaders = async () => [await first.leads(), await second.leads()].filter(Boolean).length;
    await waitFor(async () => (await leaders()) === 1);

    await proxy.refuse();
    proxy.cut();
    await waitFor(async () => (await leaders()) === 0);
    await proxy.restore();

    expect(await waitFor(async () => (await leaders()) === 1)).toBe(true);
  });
});

describe('a leader that does not ask for a while', () => {
  test('is not certain of the lead any more by the time that another can have it', async () => {
    await using database = createDatabase({ url: world.databaseUrl });
    await using stuck = new Leadership(database.pool, { silenceMs: 1_000 });
    await using other = new Leadership(world.database.pool, { silenceMs: 60_000 });
    expect(await stuck.holds()).toBe(true);
    expect(stuck.isCertain).toBe(true);
    expect(await other.holds()).toBe(false);
    expect(other.isCertain).toBe(false);

    const certainWhenLost = await waitFor(async () => (await other.holds()) && [stuck.isCertain]);

    expect(certainWhenLost).toEqual([false]);
    expect(other.isCertain).toBe(true);
  });

  test('is not certain of it either when the database is frozen and says nothing', async () => {
    await using server = await startFaultDatabase();
    const database = createDatabase({ url: server.url });
    const leader = new Leadership(database.pool, { silenceMs: 1_000 });
    expect(await leader.holds()).toBe(true);

    await server.control.pause();

    await waitFor(() => !leader.isCertain);
    await expect(leader.holds()).rejects.toThrow('timeout');
    await server.control.resume();
    await waitFor(() => leader.holds());
    await leader[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
});
