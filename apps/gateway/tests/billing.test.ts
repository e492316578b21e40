import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  activate,
  activated,
  callCompleted,
  deactivated,
  listLogRows,
  platformSecret,
  postSigned,
  problemOf,
  rowsOf,
  setStage,
  type Stage,
} from './_support.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

async function statusOf(bid: string): Promise<unknown> {
  const [row] = await rowsOf(stage.database, 'SELECT status FROM pcaa_subscriptions WHERE bid = ?', [bid]);
  return row?.['status'];
}

async function send(event: 'bid-activated' | 'bid-deactivated', payload: object) {
  return await postSigned(stage.gateway, event, payload, platformSecret);
}

describe('an activation', () => {
  test('answers with the secret once, stores it sealed, and gives the business its defaults and views', async () => {
    const { status, body } = await send('bid-activated', activated('new', { vertical: 'aca' }));
    expect(status).toBe(200);
    expect(body).toEqual({ bid: 'new', status: 'active', webhook_secret: expect.stringMatching(/^whsec_.{43}$/) });
    const secret = String(body['webhook_secret']);
    const [row] = await rowsOf(stage.database, 'SELECT * FROM pcaa_subscriptions WHERE bid = ?', ['new']);
    expect(row).toMatchObject({ status: 'active', plan: 'standard', activated_at: new Date('2026-03-11T10:00:00Z') });
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(stage.gateway.log()).not.toContain(secret);
    expect(JSON.stringify(await listLogRows(stage.database, 'new'))).not.toContain(secret);
    expect(await rowsOf(stage.database, "SELECT vertical FROM business_pipeline_config WHERE bid = 'new'")).toEqual([
      { vertical: 'aca' },
    ]);
    for (const view of ['raw_calls', 'sarvamresponse', 'callanalytics', 'bant_analysis']) {
      expect(await rowsOf(stage.database, `SELECT * FROM new_${view}`)).toEqual([]);
    }
    expect((await postSigned(stage.gateway, 'call-completed', callCompleted('new'), secret)).status).toBe(200);
    expect(await rowsOf(stage.database, 'SELECT bid FROM new_raw_calls')).toEqual([{ bid: 'new' }]);
    expect(
      await rowsOf(stage.database, "SELECT stage FROM pcaa_processing_log WHERE bid = 'new' AND callid IS NULL"),
    ).toEqual([{ stage: 'activated' }]);
  });

  test('that is replayed answers 200, shows no secret and changes nothing', async () => {
    const secret = await activate(stage.gateway, 'replay');
    for (let i = 0; i < 3; i += 1) {
      const { status, body } = await send('bid-activated', activated('replay', { plan: 'premium' }));
      expect([status, body]).toEqual([200, { bid: 'replay', status: 'active' }]);
    }
    expect(await rowsOf(stage.database, "SELECT plan FROM pcaa_subscriptions WHERE bid = 'replay'")).toEqual([
      { plan: 'standard' },
    ]);
    expect((await listLogRows(stage.database, 'replay')).map((row) => row['skip_reason'])).toEqual([
      null,
      'stale',
      'stale',
      'stale',
    ]);
    expect((await postSigned(stage.gateway, 'call-completed', callCompleted('replay'), secret)).status).toBe(200);
  });

  test('that arrives many times at once issues one secret', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('bid-activated', activated('storm'))));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    const secrets = answers.flatMap(({ body }) => body['webhook_secret'] ?? []);
    expect(secrets).toHaveLength(1);
    const call = callCompleted('storm');
    expect((await postSigned(stage.gateway, 'call-completed', call, secrets[0] as string)).status).toBe(200);
  });

  test('that is newer takes effect and keeps the secret', async () => {
    const secret = await activate(stage.gateway, 'renew');
    const newer = activated('renew', { activated_at: '2026-04-11T10:00:00Z', plan: 'premium' });
    const { body } = await send('bid-activated', newer);
    expect(body).toEqual({ bid: 'renew', status: 'active' });
    expect(await rowsOf(stage.database, "SELECT plan FROM pcaa_subscriptions WHERE bid = 'renew'")).toEqual([
      { plan: 'premium' },
    ]);
    expect((await postSigned(stage.gateway, 'call-completed', callCompleted('renew'), secret)).status).toBe(200);
  });

  test('of one instant in another time zone is the same event', async () => {
    await activate(stage.gateway, 'zone');
    const { body } = await send(
      'bid-activated',
      activated('zone', { activated_at: '2026-03-11T15:30:00+05:30', plan: 'premium' }),
    );
    expect(body).toEqual({ bid: 'zone', status: 'active' });
    expect(await rowsOf(stage.database, "SELECT plan FROM pcaa_subscriptions WHERE bid = 'zone'")).toEqual([
      { plan: 'standard' },
    ]);
  });
});

describe('a deactivation', () => {
  test('suspends, and a newer activation brings the business back with its old secret', async () => {
    const secret = await activate(stage.gateway, 'back');
    const { body } = await send('bid-deactivated', deactivated('back', { deactivated_at: '2026-03-12T10:00:00Z' }));
    expect(body).toEqual({ bid: 'back', status: 'suspended' });
    expect((await postSigned(stage.gateway, 'call-completed', callCompleted('back'), secret)).status).toBe(403);
    // The activation of before, delivered again, is older than what ended it.
    expect((await send('bid-activated', activated('back'))).body).toEqual({ bid: 'back', status: 'suspended' });
    await send('bid-activated', activated('back', { activated_at: '2026-03-13T10:00:00Z' }));
    expect((await postSigned(stage.gateway, 'call-completed', callCompleted('back'), secret)).status).toBe(200);
  });

  test('without a time takes effect now', async () => {
    await activate(stage.gateway, 'now');
    expect((await send('bid-deactivated', deactivated('now'))).body).toEqual({ bid: 'now', status: 'suspended' });
    expect(await statusOf('now')).toBe('suspended');
  });

  test('that is older than the newest event has no effect', async () => {
    await activate(stage.gateway, 'late');
    const { status, body } = await send(
      'bid-deactivated',
      deactivated('late', { deactivated_at: '2026-03-10T10:00:00Z' }),
    );
    expect([status, body]).toEqual([200, { bid: 'late', status: 'active' }]);
    expect(await statusOf('late')).toBe('active');
  });

  test('that overtakes the activation it ends keeps that activation from taking effect', async () => {
    await send('bid-deactivated', deactivated('overtaken', { deactivated_at: '2026-03-12T10:00:00Z' }));
    const { status, body } = await send('bid-activated', activated('overtaken'));
    expect([status, body]).toEqual([200, { bid: 'overtaken', status: 'suspended' }]);
    const { body: later } = await send(
      'bid-activated',
      activated('overtaken', { activated_at: '2026-03-13T10:00:00Z' }),
    );
    expect(later).toMatchObject({ status: 'active', webhook_secret: expect.any(String) });
  });
});

describe('who may bill', () => {
  test('only the platform: no business ends or starts another, nor itself', async () => {
    const secret = await activate(stage.gateway, 'target');
    const other = await activate(stage.gateway, 'rival');
    for (const key of [secret, other, '', 'guess']) {
      for (const event of ['bid-activated', 'bid-deactivated'] as const) {
        const payload = event === 'bid-activated' ? activated('target') : deactivated('target');
        const answer = await postSigned(stage.gateway, event, payload, key);
        expect([key, event, answer.status]).toEqual([key, event, 401]);
      }
    }
    expect(await statusOf('target')).toBe('active');
  });

  test('an event sent to the path of another is refused', async () => {
    const answer = await send('bid-deactivated', activated('crossed'));
    expect(problemOf(answer)).toMatchObject({ status: 422, problem: { errors: [{ field: 'event' }] } });
    expect(await statusOf('crossed')).toBeUndefined();
  });

  test.each([
    ['bid', { bid: "6004'; DROP TABLE calls" }],
    ['bid', { bid: 'x'.repeat(21) }],
    ['bid', { bid: '' }],
    ['bid', { bid: 6004 }],
    ['bid', { bid: null }],
    ['business_name', { business_name: '  ' }],
    ['business_name', { business_name: 'x'.repeat(256) }],
    ['plan', { plan: 7 }],
    ['activated_at', { activated_at: 'yesterday' }],
    ['activated_at', { activated_at: '2026-02-30T10:00:00Z' }],
    ['paid_until', { paid_until: '1999-01-01T00:00:00Z' }],
    ['vertical', { vertical: 'crypto' }],
    ['business_type', { business_type: {} }],
    ['contact_email', { contact_email: 'nobody' }],
  ])('an activation with a bad %s is refused by that name', async (field, overrides) => {
    const answer = await send('bid-activated', activated('strict', overrides));
    const { errors } = answer.body as { errors: { field: string }[] };
    expect([answer.status, new Set(errors.map((error) => error.field))]).toEqual([422, new Set([field])]);
    expect(await statusOf('strict')).toBeUndefined();
  });
});
