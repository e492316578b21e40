import { waitFor } from '@callscript/devstack/testing';
import { getCall, untilLetter } from '@callscript/pipeline/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFaultySmtp } from '../src/mail/testing/faulty-smtp.ts';
import { refusal, startSmtpInbox } from '../src/mail/testing/smtp-inbox.ts';
import {
  agentRule,
  createWorld,
  insertAnalyzedCall,
  listNotifications,
  publishPermits,
  qualityRule,
  replay,
  setRules,
  startWorker,
  untilState,
  type World,
} from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => setRules(world, [agentRule]));

const statuses = async (call: { callid: string }) =>
  (await listNotifications(world, call)).map(({ recipient, status }) => [recipient, status]);

describe('a report that the mail server does not take', () => {
  test('is given up at once when it is refused, and the call stays analyzed with its dead letter', async () => {
    await using inbox = await startSmtpInbox({
      onData: (stream, _session, done) => stream.resume().once('end', () => done(refusal(554, 'no spam please'))),
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);

    expect(await untilLetter(world, call)).toMatchObject({
      stage: 'notify',
      failure: 'permanent',
      error_class: 'mail_refused',
      attempts: 1,
    });
    const settled = await untilState(world, call, 'analyzed');
    expect(settled).toMatchObject({ failed_stage: 'notify', error_class: 'mail_refused' });
    expect(await statuses(call)).toEqual([['richa.verma@example.com', 'failed']]);
  });

  test('waits a minute without an attempt being counted when it is asked to wait', async () => {
    await using inbox = await startSmtpInbox({
      onMailFrom: (_address, _session, done) => done(refusal(454, 'too much today')),
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);
    const waiting = await waitFor(async () => {
      const current = await getCall(world, call);
      return current.error_class === 'mail_throttled' && current;
    });

    expect(waiting).toMatchObject({ processing_state: 'analyzed', stage: 'notify', attempts: 0 });
    const waitMs = (waiting.next_attempt_at?.getTime() ?? 0) - (waiting.last_failed_at?.getTime() ?? 0);
    expect(waitMs).toBe(60_000);
    expect(world.letters.has(call.callid)).toBe(false);
  });

  test('is tried three times in all when it is deferred, under one id', async () => {
    const tries: string[] = [];
    await using inbox = await startSmtpInbox({
      onRcptTo({ address }, _session, done) {
        tries.push(address);
        done(refusal(450, 'mailbox busy'));
      },
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ failure: 'exhausted', error_class: 'mail_deferred' });
    expect(tries).toHaveLength(3);
  });
});

describe('a report in doubt', () => {
  test('becomes a dead letter; replaying that sends it again under the same id', async () => {
    await using dropping = await startFaultySmtp({ at: 'end', fault: 'drop' });
    const call = await insertAnalyzedCall(world);
    {
      await using _ = await startWorker(world, dropping.url);
      await publishPermits(world, call);
      expect(await untilLetter(world, call)).toMatchObject({ failure: 'permanent', error_class: 'delivery_uncertain' });
    }
    expect(dropping.received).toBe(1);
    expect(await untilState(world, call, 'analyzed')).toMatchObject({ attempts: 1, next_attempt_at: null });
    const [before] = await listNotifications(world, call);
    expect(before).toMatchObject({ status: 'uncertain' });

    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url());
    // A permit that lies about finds nothing to do: only a person sends it again.
    await publishPermits(world, call);
    const other = await insertAnalyzedCall(world, { call_starttime: new Date('2026-01-01T00:00:00Z') });
    await publishPermits(world, other);
    await untilState(world, other, 'notified');
    expect(inbox.mails).toHaveLength(1);

    await replay(world, call);
    await untilState(world, call, 'notified');

    expect(inbox.mails).toHaveLength(2);
    const [after] = await listNotifications(world, call);
    expect(after).toMatchObject({ status: 'sent', message_id: before?.message_id });
    expect(inbox.mails[1]?.source.toString()).toContain(String(before?.message_id));
  });
});

describe('a report with two recipients', () => {
  beforeEach(() => setRules(world, [agentRule, qualityRule]));

  test('is not sent twice to the one when the other has to be tried again', async () => {
    let refusals = 1;
    await using inbox = await startSmtpInbox({
      onRcptTo({ address }, _session, done) {
        if (address !== qualityRule.custom_email || refusals === 0) return done();
        refusals -= 1;
        done(refusal(450, 'mailbox busy'));
      },
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);
    await untilState(world, call, 'notified');

    expect(inbox.mails.map(({ to }) => to)).toEqual([['richa.verma@example.com'], ['quality@example.org']]);
  });

  test('reaches the one although the other is refused for good', async () => {
    await using inbox = await startSmtpInbox({
      onRcptTo({ address }, _session, done) {
        done(address === 'richa.verma@example.com' ? refusal(550, 'no such person') : undefined);
      },
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ error_class: 'mail_refused', attempts: 1 });
    expect(inbox.mails.map(({ to }) => to)).toEqual([['quality@example.org']]);
    expect(await statuses(call)).toEqual([
      ['richa.verma@example.com', 'failed'],
      ['quality@example.org', 'sent'],
    ]);
  });

  test('keeps its tries for the one when the other is refused for good', async () => {
    let refusals = 1;
    await using inbox = await startSmtpInbox({
      onRcptTo({ address }, _session, done) {
        if (address === 'richa.verma@example.com') return done(refusal(550, 'no such person'));
        refusals -= 1;
        done(refusals < 0 ? undefined : refusal(450, 'mailbox busy'));
      },
    });
    await using _ = await startWorker(world, inbox.url());
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ error_class: 'mail_refused', attempts: 2 });
    expect(inbox.mails.map(({ to }) => to)).toEqual([['quality@example.org']]);
  });
});
