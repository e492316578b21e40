import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoggedDelivery } from '../src/mcube/delivery-log.ts';
import type { DeliveryResult } from '../src/mcube/deliver.ts';
import { startFakeGateway } from './_gateway.ts';
import { startTestSandbox, type TestSandbox } from './_sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const call = { bid: '6004', callid: 'c1', agent_name: 'Ana "Zoë" Núñez', duration_seconds: 60 };

async function post(path: string, body: unknown): Promise<DeliveryResult[]> {
  const response = await sandbox.post(path, body);
  expect(response.status).toBe(200);
  return ((await response.json()) as { deliveries: DeliveryResult[] }).deliveries;
}

describe('POST /mcube/calls', () => {
  test('delivers the call, signed over the exact bytes, and tells the answer', async () => {
    await using gateway = await startFakeGateway([{ status: 200, body: { accepted: true } }]);

    const deliveries = await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call });

    expect(deliveries).toMatchObject([{ status: 200, body: { accepted: true }, attempts: [{ status: 200 }] }]);
    const [received] = gateway.received;
    expect(received?.path).toBe('/webhook/call-completed');
    expect(JSON.parse(received?.body ?? '')).toEqual({ event: 'call.completed', ...call });
    const hex = createHmac('sha256', 'hush')
      .update(received?.body ?? '')
      .digest('hex');
    expect(received?.headers['x-mcube-signature']).toBe(`sha256=${hex}`);
  });

  test.each([
    ['base64', (mac: Buffer) => mac.toString('base64')],
    ['bare', (mac: Buffer) => mac.toString('hex')],
    ['missing', () => undefined],
  ] as const)('signs as asked: %s', async (signature, expected) => {
    await using gateway = await startFakeGateway([{ status: 200 }]);
    await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call, signature });

    const [received] = gateway.received;
    const mac = createHmac('sha256', 'hush')
      .update(received?.body ?? '')
      .digest();
    expect(received?.headers['x-mcube-signature']).toBe(expected(mac));
  });

  test('signs wrongly as asked: a well-formed signature of another secret', async () => {
    await using gateway = await startFakeGateway([{ status: 401 }]);
    const deliveries = await post('/mcube/calls', {
      gatewayUrl: gateway.url,
      secret: 'hush',
      call,
      signature: 'wrong',
    });

    const [received] = gateway.received;
    const hex = createHmac('sha256', 'hush')
      .update(received?.body ?? '')
      .digest('hex');
    expect(received?.headers['x-mcube-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(received?.headers['x-mcube-signature']).not.toBe(`sha256=${hex}`);
    expect(deliveries[0]?.status).toBe(401);
  });

  test('posts duplicates all at once', async () => {
    // No copy is answered before all of them have arrived.
    await using gateway = await startFakeGateway([{ status: 200 }], { holdUntil: 20 });
    const deliveries = await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call, times: 20 });

    expect(deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(gateway.received.map(({ body }) => body)).size).toBe(1);
    expect(gateway.received).toHaveLength(20);
  });

  test('tries again after a lost connection and a 503, and stops at the first answer that is final', async () => {
    await using gateway = await startFakeGateway(['reset', { status: 503 }, { status: 202 }]);
    const [delivery] = await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call });

    expect(delivery?.attempts.map(({ status }) => status)).toEqual([null, 503, 202]);
    expect(delivery?.status).toBe(202);
  });

  test('gives up after three attempts', async () => {
    await using gateway = await startFakeGateway([{ status: 429 }]);
    const [delivery] = await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call });

    expect(delivery?.status).toBe(429);
    expect(gateway.received).toHaveLength(3);
  });

  test.each([202, 302, 400, 401, 403, 422])('does not repeat what was answered %i', async (status) => {
    await using gateway = await startFakeGateway([{ status }]);
    await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call });

    expect(gateway.received).toHaveLength(1);
  });

  test('says why when no gateway answers', async () => {
    const gateway = await startFakeGateway([{ status: 200 }]);
    await gateway[Symbol.asyncDispose]();
    const [delivery] = await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call });

    expect(delivery).toMatchObject({ status: null, body: null });
    expect(delivery?.attempts[0]?.error).toContain('ECONNREFUSED');
  });

  test('names the fields of a request that it cannot use', async () => {
    const response = await sandbox.post('/mcube/calls', { gatewayUrl: 'ftp://gateway', times: 0 });

    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field).sort()).toEqual(['call', 'gatewayUrl', 'secret', 'times']);
  });
});

describe('POST /mcube/billing', () => {
  test.each([
    ['pcaa.activated', '/webhook/bid-activated'],
    ['pcaa.deactivated', '/webhook/bid-deactivated'],
  ])('%s goes to %s, signed with the platform secret', async (event, path) => {
    await using gateway = await startFakeGateway([{ status: 200, body: { webhook_secret: 'fresh' } }]);
    const deliveries = await post('/mcube/billing', {
      gatewayUrl: `${gateway.url}/`,
      platformSecret: 'platform',
      event: { event, bid: '6004' },
    });

    const [received] = gateway.received;
    const hex = createHmac('sha256', 'platform')
      .update(received?.body ?? '')
      .digest('hex');
    expect(received?.path).toBe(path);
    expect(received?.headers['x-mcube-signature']).toBe(`sha256=${hex}`);
    expect(deliveries).toMatchObject([{ status: 200, body: { webhook_secret: 'fresh' } }]);
  });
});

describe('GET /mcube/deliveries', () => {
  test('tells each delivery, newest first, without the answers that may hold a secret', async () => {
    await using gateway = await startFakeGateway([{ status: 200, body: { webhook_secret: 'do-not-log' } }]);
    for (const callid of ['older', 'newer']) {
      await post('/mcube/calls', { gatewayUrl: gateway.url, secret: 'hush', call: { ...call, callid } });
    }

    const { deliveries } = await sandbox.getJson<{ deliveries: LoggedDelivery[] }>('/mcube/deliveries');

    expect(deliveries.slice(0, 2)).toMatchObject([
      {
        callid: 'newer',
        bid: '6004',
        event: 'call.completed',
        signature: 'valid',
        attempts: 1,
        status: 200,
        error: null,
      },
      { callid: 'older' },
    ]);
    expect(JSON.stringify(deliveries)).not.toMatch(/do-not-log|hush/);
  });
});
