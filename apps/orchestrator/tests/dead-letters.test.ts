import { randomUUID } from 'node:crypto';
import type { DeadLetterMessage } from '@callscript/contracts';
import { createBrokerManagement, waitFor } from '@callscript/devstack/testing';
import { failedQueueName, queueName, workExchange } from '@callscript/messaging';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  bid,
  createWorld,
  listLetters,
  startTestOrchestrator,
  throughProxy,
  type Orchestrator,
  type World,
} from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const letterFor = (callid: string): DeadLetterMessage => ({
  stage: 'analyze',
  bid,
  callid,
  failure: 'exhausted',
  error_class: 'judge_unavailable',
  error_message: 'the judge did not answer',
  attempts: 3,
  first_failed_at: '2026-03-11T12:00:00.000Z',
  last_failed_at: '2026-03-11T12:05:00.000Z',
  message: { bid, callid, attempt: 4, queued_at: '2026-03-11T12:05:00.000Z' },
});

const untilLetters = async (callid: string | null, count = 1) =>
  await waitFor(async () => {
    const letters = await listLetters(world, callid);
    return letters.length >= count && letters;
  });

/** When this one is filed, all that were published to the queue before it have been handled. */
async function fileAnother(): Promise<void> {
  const { callid } = letterFor(`c-${randomUUID()}`);
  await world.broker.publishDeadLetter(letterFor(callid ?? ''));
  await untilLetters(callid);
}

/** Puts bytes into a queue the way a stranger with a console does: no id, no type. */
async function publishAsStranger(routingKey: string, payload: string): Promise<void> {
  const management = createBrokerManagement(world.brokerManagementUrl);
  await management.request('POST', `exchanges/${world.vhost}/${workExchange}/publish`, {
    properties: {},
    routing_key: routingKey,
    payload,
    payload_encoding: 'string',
  });
}

describe('a dead letter', () => {
  let orchestrator: Orchestrator;
  beforeEach(async () => {
    orchestrator = await startTestOrchestrator(world);
  });
  afterEach(() => orchestrator[Symbol.asyncDispose]());

  test('is filed with all that it says, and operators are told', async () => {
    const letter = letterFor(`c-${randomUUID()}`);
    await world.broker.publishDeadLetter(letter, { messageId: `6004/${letter.callid}/analyze/7` });

    const [filed] = await untilLetters(letter.callid);

    expect(filed).toMatchObject({
      ...letter,
      message_id: `6004/${letter.callid}/analyze/7`,
      first_failed_at: new Date(letter.first_failed_at),
      last_failed_at: new Date(letter.last_failed_at),
      status: 'open',
    });
    const [rows] = await world.database.pool.query('SELECT level, message FROM sys_logs WHERE message LIKE ?', [
      `%${letter.callid}%`,
    ]);
    expect(rows).toEqual([{ level: 'error', message: `analyze gave up on 6004/${letter.callid}: judge_unavailable` }]);
  });

  test('is filed once though it comes twice, and a second failure of the same call twice', async () => {
    const letter = letterFor(`c-${randomUUID()}`);
    const messageId = `6004/${letter.callid}/analyze/7`;
    await world.broker.publishDeadLetter(letter, { messageId });
    await world.broker.publishDeadLetter(letter, { messageId });
    await fileAnother();
    expect(await listLetters(world, letter.callid)).toHaveLength(1);

    await world.broker.publishDeadLetter(letter, { messageId: `6004/${letter.callid}/analyze/9` });
    await untilLetters(letter.callid, 2);
  });

  test('that is a permit moved by the broker is filed as unreadable, with the reason and the call', async () => {
    const { callid } = letterFor(`c-${randomUUID()}`);
    const permit = { bid, callid: callid ?? '', attempt: 1, queued_at: '2026-03-11T12:05:00.000Z' };
    await world.broker.publishPermit('analyze', permit);
    await using _ = await world.broker.consume({
      queue: queueName('analyze'),
      prefetch: 1,
      onMessage: (delivery) => void delivery.nack({ requeue: false }),
    });

    const [filed] = await untilLetters(callid);

    expect(filed).toMatchObject({
      stage: 'analyze',
      bid,
      failure: 'unreadable',
      error_class: 'rejected',
      error_message: expect.stringContaining('rejected'),
      message: { text: JSON.stringify(permit) },
    });
  });

  test.each([
    ['text', 'hello?'],
    ['JSON of another kind', '{"hello":["there"]}'],
    ['nothing', ''],
    ['a lone half of a character', '"\\ud800"'],
    ['very much', `"${'x'.repeat(100_000)}"`],
    ['a letter that lacks its stage', '{"bid":"6004","callid":"c-1"}'],
  ])('that holds %s is filed as unreadable, once though it comes twice', async (_what, payload) => {
    await publishAsStranger(failedQueueName('analyze'), payload);
    await publishAsStranger(failedQueueName('analyze'), payload);
    await fileAnother();

    const callid = payload.includes('c-1') ? 'c-1' : null;
    const letters = (await listLetters(world, callid)).filter(
      ({ message }) => (message as { text: string }).text === payload.slice(0, 16_384),
    );
    expect(letters).toMatchObject([{ stage: 'analyze', failure: 'unreadable', error_class: 'not_a_dead_letter' }]);
  });
});

describe('a dead letter that comes while the database is away', () => {
  test('is filed once when it is back', async () => {
    await using proxy = await throughProxy(world.databaseUrl);
    await using orchestrator = await startTestOrchestrator({ ...world, databaseUrl: proxy.url });
    await proxy.refuse();
    proxy.cut();
    const letter = letterFor(`c-${randomUUID()}`);
    await world.broker.publishDeadLetter(letter);
    await waitFor(() => orchestrator.log().includes('a message could not be handled'));

    await proxy.restore();

    expect(await untilLetters(letter.callid)).toHaveLength(1);
  });
});
