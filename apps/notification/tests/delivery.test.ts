import { findAnalysis } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSmtpInbox } from '../src/mail/testing/smtp-inbox.ts';
import {
  agentRule,
  bid,
  createWorld,
  insertAnalyzedCall,
  isQueueEmpty,
  listNotifications,
  publishPermits,
  qualityRule,
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

describe('the coaching report', () => {
  test('reaches the agent in both parts, with the ids that tell it from others, and the call is notified', async () => {
    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url(), { DASHBOARD_URL: 'https://desk.example.com/' });
    const call = await insertAnalyzedCall(world);

    await publishPermits(world, call);
    await untilState(world, call, 'notified');

    expect(inbox.mails).toHaveLength(1);
    expect(inbox.mails[0]).toMatchObject({ from: 'reports@callscript.example', to: ['richa.verma@example.com'] });
    const mail = await simpleParser(inbox.mails[0]?.source ?? '');
    const link = `https://desk.example.com/calls/${bid}/${call.callid}`;
    expect(mail.headers.get('x-callscript-report')).toBe(`${bid}/${call.callid}`);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.text).toContain(link);
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('Northwind Telecom');
      expect(part).toContain('62 %');
    }
    expect(await listNotifications(world, call)).toEqual([
      {
        recipient: 'richa.verma@example.com',
        status: 'sent',
        message_id: mail.messageId,
        response: expect.stringContaining('0100-example'),
      },
    ]);
    const { row } = (await findAnalysis(world.database.db, call)) ?? {};
    expect(row?.notified_at).toBeInstanceOf(Date);
  });

  test('goes out once, however many permits there are and workers that spend them', async () => {
    const permitsSpent = Promise.withResolvers<void>();
    await using inbox = await startSmtpInbox({
      async onRcptTo(_address, _session, done) {
        await permitsSpent.promise;
        done();
      },
    });
    const call = await insertAnalyzedCall(world);
    await publishPermits(world, call, 10);

    await using workers = new AsyncDisposableStack();
    for (let i = 0; i < 2; i += 1) workers.use(await startWorker(world, inbox.url()));
    // While the first permit's email is being sent, both workers look for something to do for the nine others.
    await waitFor(() => isQueueEmpty(world));
    permitsSpent.resolve();
    await untilState(world, call, 'notified');
    await publishPermits(world, call);
    await waitFor(() => isQueueEmpty(world));

    expect(inbox.mails).toHaveLength(1);
  });

  test('goes to the address in the profile of an agent whose call names none', async () => {
    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url());
    await world.database.pool.query('INSERT INTO pcaa_agent_profiles SET ?', [
      { bid, agent_id: 'emp_7', email: 'profile@example.com' },
    ]);
    const call = await insertAnalyzedCall(world, { agent_email: null, agent_id: 'emp_7' });

    await publishPermits(world, call);
    await untilState(world, call, 'notified');

    expect(inbox.mails.map(({ to }) => to)).toEqual([['profile@example.com']]);
  });

  test('goes to the fixed address of a rule, and once to an address that two rules name', async () => {
    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url());
    await setRules(world, [{ ...agentRule, channel: 'both' }, qualityRule]);
    const call = await insertAnalyzedCall(world);
    const own = await insertAnalyzedCall(world, { agent_email: qualityRule.custom_email });

    await publishPermits(world, call);
    await publishPermits(world, own);
    await Promise.all([untilState(world, call, 'notified'), untilState(world, own, 'notified')]);

    const recipients = inbox.mails.flatMap(({ to }) => to).sort();
    expect(recipients).toEqual(['quality@example.org', 'quality@example.org', 'richa.verma@example.com']);
  });

  test.each([
    ['the agent has no address', [agentRule], { agent_email: null, agent_id: 'emp_unknown' }],
    ['the agent is not named at all', [agentRule], { agent_email: null, agent_id: null }],
    ['the channel is none', [{ ...agentRule, channel: 'none' }], {}],
    ['the channel is WhatsApp alone', [{ ...agentRule, channel: 'whatsapp' }], {}],
    ['the rule is disabled', [{ ...agentRule, enabled: false }], {}],
    ['the business has no rule', [], {}],
  ])('is not sent when %s, and the call is notified all the same', async (_why, rules, overrides) => {
    await using inbox = await startSmtpInbox();
    await using _ = await startWorker(world, inbox.url());
    await setRules(world, rules);
    const call = await insertAnalyzedCall(world, overrides);

    await publishPermits(world, call);
    await untilState(world, call, 'notified');

    expect(inbox.mails).toEqual([]);
    expect(await listNotifications(world, call)).toEqual([]);
  });
});
