import { createHmac, randomUUID } from 'node:crypto';
import { queueName, type Delivery } from '@callscript/messaging';
import { transcribeMessageSchema } from '@callscript/contracts';
import { waitFor } from '@callscript/devstack/testing';
import { createSecretBox, updatePipelineConfig } from '@callscript/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  activate,
  callCompleted,
  countPermits,
  deactivated,
  listCallRows,
  listLogRows,
  platformSecret,
  post,
  postSigned,
  problemOf,
  rowsOf,
  secretsKey,
  setStage,
  sign,
  startTestGateway,
  type Stage,
} from './_support.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('an answered call', () => {
  test('becomes one queued row, a log row with the full payload, one history line and one permit', async () => {
    const { gateway, database, broker } = stage;
    const secret = await activate(gateway, 'accept');
    const payload = callCompleted('accept', { extra: { kept: 'in the log' }, agent_phone: '' });
    const answer = await postSigned(gateway, 'call-completed', payload, secret);
    expect([answer.status, answer.body]).toEqual([
      200,
      { status: 'accepted', bid: 'accept', callid: payload['callid'] },
    ]);
    const [row] = await listCallRows(database, 'accept');
    expect(row).toMatchObject({
      callid: payload['callid'],
      source: 'mcube',
      agent_name: 'Asha Example',
      agent_phone: null,
      call_starttime: new Date('2026-03-11T12:33:40Z'),
      call_endtime: new Date('2026-03-11T12:50:36Z'),
      duration_seconds: 1016,
      processing_state: 'queued',
      stage: 'transcribe',
      attempts: 0,
    });
    const [log] = (await listLogRows(database, 'accept')).filter(({ event_type }) => event_type === 'call.completed');
    expect(log).toMatchObject({ callid: payload['callid'], signature_valid: 1, queued: 1, skip_reason: null });
    expect(log).toMatchObject({ status_code: 200, body_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const kept: unknown = log?.['payload'];
    expect(typeof kept === 'string' ? JSON.parse(kept) : kept).toEqual(payload);
    const history = await rowsOf(database, 'SELECT stage, status FROM pcaa_processing_log WHERE callid = ?', [
      payload['callid'],
    ]);
    expect(history).toEqual([{ stage: 'received', status: 'success' }]);

    const deliveries: Delivery[] = [];
    await using _ = await broker.consume({
      queue: queueName('transcribe'),
      prefetch: 10,
      onMessage: (delivery) => {
        deliveries.push(delivery);
        delivery.ack();
      },
    });
    await waitFor(() => deliveries.length > 0);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]?.correlationId).toBe(row?.['correlation_id']);
    expect(transcribeMessageSchema.parse(JSON.parse(String(deliveries[0]?.body)))).toMatchObject({
      bid: 'accept',
      callid: payload['callid'],
      recording_url: 'https://recordings.example.com/1.wav',
      attempt: 1,
    });
  });

  test('keeps every character of a name, whatever its script', async () => {
    const secret = await activate(stage.gateway, 'scripts');
    const name = 'ऋचा विश्वकर्मा 👩🏽‍💻 O’Neil "q" \\ % _';
    const answer = await postSigned(
      stage.gateway,
      'call-completed',
      callCompleted('scripts', { agent_name: name }),
      secret,
    );
    expect(answer.status).toBe(200);
    expect(await listCallRows(stage.database, 'scripts')).toMatchObject([{ agent_name: name }]);
  });
});

describe('a call that is not to be analysed', () => {
  test.each([
    ['not_answered', { call_status: 'NOANSWER', recording_url: '' }],
    ['too_short', { duration_seconds: 14 }],
  ])('is kept as skipped with the reason %s and answered 200, without a permit', async (reason, overrides) => {
    const { gateway, database, broker } = stage;
    const bid = `skip-${reason}`;
    const secret = await activate(gateway, bid);
    const permitsBefore = await countPermits(broker);
    const payload = callCompleted(bid, overrides);
    const answer = await postSigned(gateway, 'call-completed', payload, secret);
    expect([answer.status, answer.body]).toEqual([200, { status: 'skipped', bid, callid: payload['callid'], reason }]);
    expect(await listCallRows(database, bid)).toMatchObject([
      { processing_state: 'skipped', skip_reason: reason, stage: null, next_attempt_at: null },
    ]);
    const log = await listLogRows(database, bid);
    expect(log.at(-1)).toMatchObject({ queued: 0, skip_reason: reason, status_code: 200 });
    expect(await countPermits(broker)).toBe(permitsBefore);
  });

  test('is the shortest one that the business wants', async () => {
    const { gateway, database } = stage;
    const secret = await activate(gateway, 'shortest');
    await updatePipelineConfig(database.db, 'shortest', { min_call_duration_s: 40 });
    const status = async (seconds: number): Promise<unknown> =>
      (await postSigned(gateway, 'call-completed', callCompleted('shortest', { duration_seconds: seconds }), secret))
        .body['status'];
    await waitFor(async () => (await status(39)) === 'skipped', { intervalMs: 200 });
    expect(await status(40)).toBe('accepted');
  });

  test('is any call while the business has its pipeline switched off', async () => {
    const { gateway, database } = stage;
    const secret = await activate(gateway, 'off');
    await updatePipelineConfig(database.db, 'off', { pipeline_enabled: false });
    const answer = await waitFor(
      async () => {
        const { status, body } = await postSigned(gateway, 'call-completed', callCompleted('off'), secret);
        return body['status'] === 'skipped' && { status, reason: body['reason'] };
      },
      { intervalMs: 200 },
    );
    expect(answer).toEqual({ status: 200, reason: 'pipeline_disabled' });
  });
});

describe('the signature', () => {
  const bid = 'forms';
  let known: Promise<string> | undefined;
  const secretOfForms = (): Promise<string> => (known ??= activate(stage.gateway, bid));

  const forms: [string, (digest: Buffer) => string][] = [
    ['lower-case hex', (digest) => digest.toString('hex')],
    ['upper-case hex', (digest) => digest.toString('hex').toUpperCase()],
    ['hex with its algorithm', (digest) => `sha256=${digest.toString('hex')}`],
    ['base64', (digest) => digest.toString('base64')],
    ['url-safe base64', (digest) => digest.toString('base64url')],
    ['one of several, by comma', (digest) => `${'0'.repeat(64)},${digest.toString('hex')}`],
    ['one of several, by space', (digest) => `sha256=${'f'.repeat(64)} sha256=${digest.toString('hex')}`],
  ];
  test.each(forms)('may come as %s', async (_, form) => {
    const secret = await secretOfForms();
    const body = JSON.stringify(callCompleted(bid));
    const digest = createHmac('sha256', secret).update(body).digest();
    const answer = await post(stage.gateway, 'call-completed', body, { 'x-mcube-signature': form(digest) });
    expect(answer.status).toBe(200);
  });

  test('covers the bytes, not what they mean', async () => {
    const secret = await secretOfForms();
    const body = JSON.stringify(callCompleted(bid, { agent_name: 'Zoë' }));
    const signature = { 'x-mcube-signature': sign(secret, body) };
    const altered = [
      body.replace('Zoë', 'Zoe'),
      JSON.stringify(JSON.parse(body), null, 1),
      body.replace('ë', '\\u00eb'),
      body.slice(0, -1),
      `${body} `,
    ];
    for (const other of altered) {
      const { status } = await post(stage.gateway, 'call-completed', other, signature);
      // A body that was cut off is no JSON, so nobody can say whose secret to try.
      expect([other, status]).toEqual([other, other === body.slice(0, -1) ? 400 : 401]);
    }
    const escaped = body.replace('ë', '\\u00eb');
    expect((await postSigned(stage.gateway, 'call-completed', escaped, secret)).status).toBe(200);
    expect((await listCallRows(stage.database, bid)).at(-1)?.['agent_name']).toBe('Zoë');
  });

  test('is refused when it is missing, empty, cut off, or too far down a long list', async () => {
    const secret = await secretOfForms();
    const body = JSON.stringify(callCompleted(bid));
    const good = sign(secret, body);
    const bad = [
      '',
      'sha256=',
      good.slice(0, -2),
      `${good}00`,
      `md5=${good.slice(7)}`,
      `${'0'.repeat(64)},`.repeat(5) + good,
    ];
    for (const signature of bad) {
      const answer = await post(stage.gateway, 'call-completed', body, { 'x-mcube-signature': signature });
      expect([signature, answer.status]).toEqual([signature, 401]);
    }
  });

  test("is another business's or the platform's: refused", async () => {
    await secretOfForms();
    const stranger = await activate(stage.gateway, 'stranger');
    for (const secret of [stranger, platformSecret, '']) {
      expect((await postSigned(stage.gateway, 'call-completed', callCompleted(bid), secret)).status).toBe(401);
    }
  });

  test('fits a secret that was replaced, for as long as the overlap lasts', async () => {
    const { gateway, database } = stage;
    const old = await activate(gateway, 'rotate');
    const box = createSecretBox(Buffer.from(secretsKey, 'hex'));
    const rotate = async (expiresInSeconds: number): Promise<void> => {
      await rowsOf(
        database,
        `UPDATE pcaa_subscriptions SET webhook_secret = ?, previous_webhook_secret = ?,
           previous_secret_expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE bid = 'rotate'`,
        [box.seal('the-next-secret', 'rotate'), box.seal(old, 'rotate'), expiresInSeconds],
      );
    };
    const status = async (secret: string): Promise<number> =>
      (await postSigned(gateway, 'call-completed', callCompleted('rotate'), secret)).status;
    await rotate(3600);
    // At once: a sender that has a new secret uses it.
    await waitFor(async () => (await status('the-next-secret')) === 200, { timeoutMs: 1_000 });
    expect(await status(old)).toBe(200);
    await rotate(-1);
    await waitFor(async () => (await status(old)) === 401, { intervalMs: 200 });
    expect(await status('the-next-secret')).toBe(200);
  });
});

describe('who may not send', () => {
  test('an unknown business and a wrong signature hear the same, but for the id of the request', async () => {
    await activate(stage.gateway, 'known');
    const unknown = await postSigned(stage.gateway, 'call-completed', callCompleted('unknown'), 'guess');
    const wrong = await postSigned(stage.gateway, 'call-completed', callCompleted('known'), 'guess');
    const hostile = await postSigned(
      stage.gateway,
      'call-completed',
      callCompleted("6004'; DROP TABLE calls"),
      'guess',
    );
    expect(problemOf(unknown)).toEqual(problemOf(wrong));
    expect(problemOf(unknown)).toEqual(problemOf(hostile));
    expect(problemOf(unknown)).toMatchObject({ status: 401, contentType: expect.stringContaining('problem+json') });
    expect(Array.from(unknown.headers.keys())).toEqual(Array.from(wrong.headers.keys()));
    const bytes = ({ body }: { body: object }): number => JSON.stringify(body).length;
    expect(bytes(unknown)).toBe(bytes(wrong));
  });

  test('a suspended business hears 403, and whoever only pretends to be it 401', async () => {
    const { gateway, database } = stage;
    const secret = await activate(gateway, 'suspended');
    await postSigned(gateway, 'bid-deactivated', deactivated('suspended'), platformSecret);
    expect((await postSigned(gateway, 'call-completed', callCompleted('suspended'), secret)).status).toBe(403);
    expect((await postSigned(gateway, 'call-completed', callCompleted('suspended'), 'guess')).status).toBe(401);
    expect(await listCallRows(database, 'suspended')).toEqual([]);
  });

  test('a suspension reaches other gateways within seconds', async () => {
    await using other = await startTestGateway(stage);
    const secret = await activate(stage.gateway, 'elsewhere');
    const status = async (): Promise<number> =>
      (await postSigned(other, 'call-completed', callCompleted('elsewhere'), secret)).status;
    expect(await status()).toBe(200);
    await postSigned(stage.gateway, 'bid-deactivated', deactivated('elsewhere'), platformSecret);
    await waitFor(async () => (await status()) === 403, { timeoutMs: 5_000, intervalMs: 200 });
  });

  test('a business that another gateway activates is known here at once, even after a refusal', async () => {
    await using other = await startTestGateway(stage);
    expect((await postSigned(other, 'call-completed', callCompleted('fresh'), 'guess')).status).toBe(401);
    const secret = await activate(stage.gateway, 'fresh');
    await waitFor(
      async () => (await postSigned(other, 'call-completed', callCompleted('fresh'), secret)).status === 200,
      { timeoutMs: 1_000 },
    );
  });
});

describe('one call delivered many times', () => {
  test('is one row and one permit, and every delivery is answered 200', async () => {
    const { gateway, database, broker } = stage;
    await using second = await startTestGateway(stage);
    const secret = await activate(gateway, 'again');
    const permitsBefore = await countPermits(broker);
    const payload = callCompleted('again');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        postSigned(i % 2 === 0 ? gateway : second, 'call-completed', payload, secret),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const said = answers.map(({ body }) => body['status']);
    expect(said.filter((status) => status === 'accepted')).toHaveLength(1);
    expect(said.filter((status) => status === 'duplicate')).toHaveLength(49);
    expect(await listCallRows(database, 'again')).toHaveLength(1);
    await waitFor(async () => (await countPermits(broker)) === permitsBefore + 1);
    const log = (await listLogRows(database, 'again')).filter(({ event_type }) => event_type === 'call.completed');
    expect(log.filter(({ queued }) => queued === 1)).toHaveLength(1);
    expect(log.filter(({ skip_reason }) => skip_reason === 'duplicate')).toHaveLength(49);
  });

  test('among many others on two gateways loses none and doubles none', async () => {
    const { gateway, database } = stage;
    await using second = await startTestGateway(stage);
    const secret = await activate(gateway, 'crowd');
    const payloads = Array.from({ length: 60 }, () => callCompleted('crowd', { callid: `c-${randomUUID()}` }));
    const shuffled = [...payloads, ...payloads, ...payloads].map((payload) => ({ payload, at: Math.random() }));
    shuffled.sort((a, b) => a.at - b.at);
    const answers = await Promise.all(
      shuffled.map(({ payload, at }) => postSigned(at < 0.5 ? gateway : second, 'call-completed', payload, secret)),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.filter(({ body }) => body['status'] === 'accepted')).toHaveLength(60);
    expect(await listCallRows(database, 'crowd')).toHaveLength(60);
  });

  test('keeps what came first', async () => {
    const secret = await activate(stage.gateway, 'first');
    const payload = callCompleted('first');
    await postSigned(stage.gateway, 'call-completed', payload, secret);
    await postSigned(stage.gateway, 'call-completed', { ...payload, agent_name: 'Somebody Else' }, secret);
    expect(await listCallRows(stage.database, 'first')).toMatchObject([{ agent_name: 'Asha Example' }]);
  });
});
