import { buffer } from 'node:stream/consumers';
import { createTcpProxy, waitFor } from '@callscript/devstack/testing';
import { untilLetter } from '@callscript/pipeline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFaultySmtp } from '../src/mail/testing/faulty-smtp.ts';
import { startSmtpInbox } from '../src/mail/testing/smtp-inbox.ts';
import {
  createWorld,
  insertAnalyzedCall,
  listNotifications,
  publishPermits,
  returnLostCalls,
  startWorker,
  startWorkerProcess,
  untilState,
  type World,
} from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Takes each message whole and answers when it is told to. */
async function startSlowInbox() {
  const taken = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let received = 0;
  const inbox = await startSmtpInbox({
    async onData(stream, _session, done) {
      await buffer(stream);
      received += 1;
      taken.resolve();
      await answer.promise;
      done(null, 'Ok');
    },
    onClose: () => ended.resolve(),
  });
  return {
    inbox,
    taken: taken.promise,
    answer: answer.resolve,
    ended: ended.promise,
    received: () => received,
    [Symbol.asyncDispose]: () => inbox[Symbol.asyncDispose](),
  };
}

describe('a notification worker', () => {
  test('that is killed between handing over and noting leaves a dead letter, never a second email', async () => {
    await using silent = await startFaultySmtp({ at: 'end', fault: 'hang' });
    const call = await insertAnalyzedCall(world);
    await publishPermits(world, call);
    {
      await using worker = await startWorkerProcess(world, silent.url, { LEASE_MS: '1000' });
      await silent.reached;
      await worker.kill();
    }
    expect(await listNotifications(world, call)).toMatchObject([{ status: 'sending' }]);

    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url());
    await waitFor(() => returnLostCalls(world), { message: 'the lease did not run out' });

    expect(await untilLetter(world, call)).toMatchObject({ error_class: 'delivery_uncertain', attempts: 2 });
    await untilState(world, call, 'analyzed');
    expect(silent.received).toBe(1);
    expect(inbox.mails).toEqual([]);
    expect(await listNotifications(world, call)).toMatchObject([{ status: 'uncertain' }]);
  });

  test('that is told to stop finishes the email it is sending', async () => {
    await using slow = await startSlowInbox();
    const { inbox, taken, answer, received } = slow;
    const call = await insertAnalyzedCall(world);
    await publishPermits(world, call);
    await using worker = await startWorkerProcess(world, inbox.url());
    await taken;

    const exited = worker.kill('SIGTERM');
    await waitFor(() => worker.log().includes('"event":"stopping"'));
    answer();

    expect(await exited).toBe(0);
    await untilState(world, call, 'notified');
    expect(received()).toBe(1);
    expect(await listNotifications(world, call)).toMatchObject([{ status: 'sent' }]);
  });

  test('notes what it sent while the database was away once that is back', async () => {
    await using slow = await startSlowInbox();
    const { inbox, taken, answer, ended, received } = slow;
    const url = new URL(world.databaseUrl);
    await using proxy = await createTcpProxy({ targetPort: Number(url.port) });
    url.port = String(proxy.port);
    await using _ = await startWorker({ ...world, databaseUrl: url.href }, inbox.url());
    const call = await insertAnalyzedCall(world);
    await publishPermits(world, call);
    await taken;

    await proxy.refuse();
    proxy.cut();
    answer();
    // The worker has its answer when the session is over.
    await ended;
    await proxy.restore();

    await untilState(world, call, 'notified');
    expect(received()).toBe(1);
    expect(await listNotifications(world, call)).toMatchObject([{ status: 'sent' }]);
  });
});
