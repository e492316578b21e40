import { randomBytes } from 'node:crypto';
import { waitFor } from '@callscript/devstack/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  activate,
  answerOf,
  callCompleted,
  listCallRows,
  listLogRows,
  platformSecret,
  post,
  postSigned,
  problemOf,
  rowsOf,
  setStage,
  sign,
  type Stage,
} from './_support.ts';

const bid = 'strict';
const bodyLimit = 8_192;
let stage: Stage;
let secret: string;

beforeAll(async () => {
  stage = await setStage({ BODY_LIMIT_BYTES: String(bodyLimit) });
  secret = await activate(stage.gateway, bid);
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

async function send(payload: object | string) {
  return await postSigned(stage.gateway, 'call-completed', payload, secret);
}

/** The newest log row of a refusal. */
async function logged(where: string): Promise<object> {
  return await waitFor(async () => {
    const [row] = await rowsOf(
      stage.database,
      `SELECT * FROM pcaa_webhook_log WHERE ${where} ORDER BY id DESC LIMIT 1`,
    );
    return row;
  });
}

describe('a body that is no JSON object', () => {
  test.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['half of one', '{"bid":"strict"'],
    ['an array', '[]'],
    ['a number', '1'],
    ['null', 'null'],
    ['a string', '"strict"'],
    ['a byte order mark before it', '\uFEFF{}'],
    ['two of them', '{}{}'],
    ['a comment in it', '{"bid":"strict"/**/}'],
    ['too many levels', `{"bid":"strict","a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`],
    ['nine levels', JSON.stringify(callCompleted(bid, { a: [[[[[[[[1]]]]]]]] }))],
  ])('is refused with 400: %s', async (_, body) => {
    const answer = await post(stage.gateway, 'call-completed', body, { 'x-mcube-signature': sign(secret, body) });
    expect(problemOf(answer)).toMatchObject({
      status: 400,
      contentType: expect.stringContaining('application/problem+json'),
      problem: { status: 400, title: 'Bad request', detail: expect.any(String) },
    });
  });

  test('is refused with 400 when it is not even text', async () => {
    const body = new Uint8Array(randomBytes(300));
    expect((await post(stage.gateway, 'call-completed', body)).status).toBe(400);
    expect(await logged("skip_reason = 'malformed'")).toMatchObject({
      bid: null,
      callid: null,
      payload: null,
      signature_valid: 0,
      status_code: 400,
      event_type: 'call.completed',
    });
  });
});

describe('a body that is odd, and signed', () => {
  const odd = (fields: string): string => JSON.stringify(callCompleted(bid)).replace(/\}$/, `,${fields}}`);

  test.each([
    ['eight levels', JSON.stringify(callCompleted(bid, { a: [[[[[[[1]]]]]]] }))],
    [
      'a number beyond all bounds in a field of no concern',
      odd('"big":1e999,"small":-1e999,"long":123456789012345678901234567890'),
    ],
    ['a __proto__', odd('"__proto__":{"bid":"other","duration_seconds":1},"constructor":{"prototype":{"x":1}}')],
    ['a NUL character in a field of no concern', odd('"a\\u0000b":"\\u0000"')],
    ['half a surrogate pair', odd('"x":"\\ud800","\\udfff":"y"')],
    ['an empty key', odd('"":""')],
  ])('is accepted: %s', async (_, body) => {
    const { status, body: said } = await send(body);
    expect([status, said['status']]).toEqual([200, 'accepted']);
    expect(said['bid']).toBe(bid);
  });

  test('counts by its last value where a key comes twice', async () => {
    const callid = 'twice-2';
    const { status, body } = await send(odd(`"callid":"twice-1","callid":"${callid}"`));
    expect([status, body['callid']]).toEqual([200, callid]);
  });

  test('has half surrogate pairs, line breaks and control characters taken out of its names', async () => {
    const callid = 'names';
    const name = 'A\\ud800sha\\r\\nBcc: all@example.com\\u0000\\u001b[31m\\u2028x';
    const body = JSON.stringify(callCompleted(bid, { callid, agent_name: '@' })).replace('@', name);
    expect((await send(body)).status).toBe(200);
    const row = (await listCallRows(stage.database, bid)).find((call) => call['callid'] === callid);
    expect(row?.['agent_name']).toBe('A\uFFFDsha Bcc: all@example.com [31m x');
  });

  test('in invalid UTF-8 is judged by its bytes and stored as text', async () => {
    const text = JSON.stringify(callCompleted(bid, { callid: 'latin1', agent_name: 'Zo@' }));
    const body = Uint8Array.from(Buffer.from(text.replace('Zo@', 'Zo\u00eb'), 'latin1'));
    const answer = await post(stage.gateway, 'call-completed', body, { 'x-mcube-signature': sign(secret, body) });
    expect(answer.status).toBe(200);
    const row = (await listCallRows(stage.database, bid)).find((call) => call['callid'] === 'latin1');
    expect(row?.['agent_name']).toBe('Zo\uFFFD');
  });
});

describe('fields', () => {
  const anything = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e308,
      [],
      {},
      [null],
      { toString: 1 },
      '',
      ' ',
      '\u0000',
      '\ud800',
    ),
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constantFrom(
      "6004'; DROP TABLE calls; --",
      '../../etc/passwd',
      '<script>alert(1)</script>',
      '${jndi:ldap://x}',
      '%00',
      '\r\nSet-Cookie: a=b',
    ),
  );
  const tooLong = (max: number) => fc.string({ minLength: max + 1, maxLength: max + 50 });
  const notText = fc.constantFrom<unknown>(1, true, [], {}, ['a'], { a: 1 });
  const bad: Record<string, fc.Arbitrary<unknown>> = {
    event: anything.filter((value) => value !== 'call.completed'),
    callid: fc.oneof(
      anything.filter((value) => typeof value !== 'string' || !/^[A-Za-z0-9_-][A-Za-z0-9._:-]*$/.test(value)),
      tooLong(100),
      fc.constantFrom('.hidden', '..', 'a/b', 'a b', 'a\n', 'é', "1'; DROP TABLE calls"),
    ),
    agent_name: fc.oneof(notText, tooLong(255)),
    agent_id: fc.oneof(notText, tooLong(100)),
    agent_email: fc.oneof(
      notText,
      fc.constantFrom('nobody', 'a@b', 'a@example.com\r\nBcc: b@example.com', 'a b@example.com', '@'),
    ),
    agent_phone: fc.oneof(notText, tooLong(32)),
    customer_phone: fc.oneof(notText, tooLong(32)),
    call_starttime: fc.oneof(
      notText,
      fc.constantFrom(
        '',
        'now',
        '2026-03-11',
        '2026-03-11 12:00:00',
        '2026-03-11T12:00:00',
        '1999-12-31T23:59:59Z',
        '2099-01-01T00:00:00Z',
        '0000-00-00T00:00:00Z',
        '2026-13-01T00:00:00Z',
        '2025-02-29T00:00:00Z',
        '+275760-09-13T00:00:00Z',
      ),
    ),
    call_endtime: fc.constantFrom<unknown>(null, 1773232419, '2026-03-11T12:33:39Z', '2099-01-01T00:00:00Z', 'later'),
    duration_seconds: fc.oneof(
      notText.filter((value) => value !== 1),
      fc.constantFrom<unknown>(-1, 1.5, 86_401, 1e300, '1016', null),
    ),
    call_status: fc.oneof(notText, tooLong(50), fc.constantFrom<unknown>('', '   ', '\r\n', null)),
    direction: fc.oneof(notText, fc.constantFrom('INBOUND', 'sideways', ' ')),
    recording_url: fc.oneof(
      notText,
      fc.constantFrom<unknown>(
        '',
        null,
        'x',
        '/a.wav',
        'ftp://example.com/a.wav',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'https://',
        `https://example.com/${'a'.repeat(2_048)}`,
      ),
    ),
    group_name: fc.oneof(notText, tooLong(255)),
  };

  test.each(Object.keys(bad))('a bad %s is refused with 422 by its name', async (field) => {
    const before = (await listCallRows(stage.database, bid)).length;
    await fc.assert(
      fc.asyncProperty(bad[field] ?? fc.constant(null), async (value) => {
        const answer = await send(callCompleted(bid, { [field]: value }));
        const { errors } = answer.body as { errors?: { field: string }[] };
        expect([value, answer.status]).toEqual([value, 422]);
        expect(errors?.map((error) => error.field.split('.')[0])).toContain(field);
      }),
      { numRuns: 25 },
    );
    expect(await listCallRows(stage.database, bid)).toHaveLength(before);
    expect(await logged("skip_reason = 'invalid_fields'")).toMatchObject({ bid, signature_valid: 1, status_code: 422 });
  });

  test('a missing one is refused by its name', async () => {
    for (const field of ['event', 'callid', 'call_starttime', 'call_endtime', 'duration_seconds', 'call_status']) {
      const { [field]: _, ...rest } = callCompleted(bid);
      const answer = await send(rest);
      expect(problemOf(answer)).toMatchObject({ status: 422, problem: { errors: [{ field }] } });
    }
  });

  test.each([[6004], [null], [{ toString: 'x' }], [['strict']]])('a bid that is %j is no bid', async (value) => {
    const answer = await send(callCompleted(bid, { bid: value }));
    expect(problemOf(answer)).toMatchObject({ status: 422, problem: { errors: [{ field: 'bid' }] } });
  });

  test('hostile ones are repeated neither in the answer nor in any log', async () => {
    const hostile = "x'; DROP TABLE calls; --<script>\u001b[31m";
    for (const field of ['bid', 'callid', 'agent_email', 'recording_url', 'direction', 'event']) {
      const answer = await send(callCompleted(bid, { [field]: hostile }));
      expect([field, answer.status]).toEqual([field, field === 'bid' ? 401 : 422]);
      expect(JSON.stringify(answer.body)).not.toMatch(/DROP|script/);
    }
    await send(callCompleted(bid, { agent_name: hostile, group_name: hostile, callid: 'inert' }));
    await fetch(`${stage.gateway.url}/webhook/${encodeURIComponent(hostile)}?${encodeURIComponent(hostile)}`);
    expect(await logged("event_type = 'unknown'")).toMatchObject({ status_code: 404, payload: null });
    expect(stage.gateway.log()).not.toMatch(/DROP|script|recordings\.example|asha@|\+1202/);
    const refused = await rowsOf(stage.database, 'SELECT * FROM pcaa_webhook_log WHERE status_code <> 200');
    expect(JSON.stringify(refused)).not.toMatch(/DROP|script/);
    expect((await listCallRows(stage.database, bid)).find((call) => call['callid'] === 'inert')).toBeDefined();
  });
});

describe('a request that is not the right one', () => {
  const request = async (path: string, init: RequestInit) =>
    await answerOf(await fetch(`${stage.gateway.url}${path}`, init));
  const json = { 'content-type': 'application/json' };

  test('is refused with 413 when its body is longer than the limit, said or not', async () => {
    const body = JSON.stringify(callCompleted(bid, { padding: 'x'.repeat(bodyLimit) }));
    expect((await send(body)).status).toBe(413);
    const parts = body.match(/.{1,1000}/g) ?? [];
    const answer = await request('/webhook/call-completed', {
      method: 'POST',
      headers: { ...json, 'x-mcube-signature': sign(secret, body) },
      body: ReadableStream.from(parts.map((part) => Buffer.from(part))),
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
    expect(await logged("skip_reason = 'too_large'")).toMatchObject({ body_sha256: null, payload: null });
    const exact = JSON.stringify(callCompleted(bid, { padding: '' }));
    const fitting = JSON.stringify(callCompleted(bid, { padding: 'x'.repeat(bodyLimit - exact.length) }));
    expect([fitting.length, (await send(fitting)).status]).toEqual([bodyLimit, 200]);
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/problem+json'], ['nonsense'], ['']])(
    'is refused with 415 as %j',
    async (type) => {
      const body = Buffer.from(JSON.stringify(callCompleted(bid)));
      const headers = { 'content-type': type, 'x-mcube-signature': sign(secret, body) };
      expect((await post(stage.gateway, 'call-completed', body, headers)).status).toBe(415);
      expect(await logged("skip_reason = 'wrong_content_type'")).toMatchObject({ status_code: 415 });
    },
  );

  test('is refused with 415 when its body is compressed', async () => {
    const body = JSON.stringify(callCompleted(bid));
    const headers = { 'content-encoding': 'gzip', 'x-mcube-signature': sign(secret, body) };
    expect((await post(stage.gateway, 'call-completed', body, headers)).status).toBe(415);
  });

  test('may say its character set', async () => {
    const body = JSON.stringify(callCompleted(bid));
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-mcube-signature': sign(secret, body) };
    expect((await post(stage.gateway, 'call-completed', body, headers)).status).toBe(200);
  });

  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is refused with 405 as %s', async (method) => {
    for (const event of ['call-completed', 'bid-activated', 'bid-deactivated']) {
      const answer = await request(`/webhook/${event}`, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
    expect(await logged("skip_reason = 'wrong_method'")).toMatchObject({ status_code: 405 });
  });

  test.each([
    '/',
    '/webhook',
    '/webhook/',
    '/webhook/other',
    '/health/live',
    '/metrics',
    '//webhook/call-completed',
    '/webhook/call-completed/x',
    '/WEBHOOK/CALL-COMPLETED',
  ])('is refused with 404 at %s', async (path) => {
    const answer = await request(path, { method: 'POST', headers: json, body: '{}' });
    expect(problemOf(answer)).toMatchObject({ status: 404, problem: { title: 'Not found' } });
  });

  test('is refused with 400 at an address that cannot be decoded', async () => {
    const answer = await request('/webhook/%zz', { method: 'POST', headers: json, body: '{}' });
    expect(problemOf(answer)).toMatchObject({ status: 400, contentType: expect.stringContaining('problem+json') });
    expect((await send(callCompleted(bid))).status).toBe(200);
  });
});

describe('too many requests', () => {
  test('from one address are refused with 429 and the time to come back, whatever they ask for', async () => {
    await using busy = await setStage({ RATE_LIMIT_PER_IP: '5' });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) statuses.push((await fetch(`${busy.gateway.url}/nowhere`)).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429, 429, 429]);
    const answer = await post(busy.gateway, 'call-completed', '{}');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    await waitFor(async () =>
      (await listLogRows(busy.database, null)).some((row) => row['skip_reason'] === 'rate_limited'),
    );
  });

  test('of one business are refused with 429, while others are served and strangers cannot use up its share', async () => {
    await using busy = await setStage({ RATE_LIMIT_PER_BID: '3' });
    const loud = await activate(busy.gateway, 'loud');
    const quiet = await activate(busy.gateway, 'quiet');
    const status = async (who: string, key: string): Promise<number> =>
      (await postSigned(busy.gateway, 'call-completed', callCompleted(who), key)).status;
    for (let i = 0; i < 10; i += 1) expect(await status('loud', 'guess')).toBe(401);
    for (let i = 0; i < 3; i += 1) expect(await status('loud', loud)).toBe(200);
    const answer = await postSigned(busy.gateway, 'call-completed', callCompleted('loud'), loud);
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await status('quiet', quiet)).toBe(200);
    await waitFor(async () =>
      (await listLogRows(busy.database, 'loud')).some((row) => row['skip_reason'] === 'rate_limited'),
    );
  });

  test('are told apart by the address that a trusted proxy names, and by no other', async () => {
    await using proxied = await setStage({ RATE_LIMIT_PER_IP: '2', TRUSTED_PROXIES: '127.0.0.1' });
    await using direct = await setStage({ RATE_LIMIT_PER_IP: '2' });
    const statuses = async (url: string): Promise<number[]> => {
      const seen: number[] = [];
      for (let i = 0; i < 4; i += 1) {
        const headers = { 'x-forwarded-for': `192.0.2.${i}` };
        seen.push((await fetch(`${url}/nowhere`, { headers })).status);
      }
      return seen;
    };
    expect(await statuses(proxied.gateway.url)).toEqual([404, 404, 404, 404]);
    expect(await statuses(direct.gateway.url)).toEqual([404, 404, 429, 429]);
  });
});

describe('anything else', () => {
  test('never ends as a 500 and never stops the gateway', async () => {
    const header = fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim());
    const scenario = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'QUERY'),
      path: fc.oneof(
        fc.constantFrom('/webhook/call-completed', '/webhook/bid-activated', '/webhook/bid-deactivated'),
        fc.webPath().map((path) => `/webhook${path}`),
      ),
      type: fc.oneof(fc.constantFrom('application/json', 'application/json;charset=x', 'text/plain'), header),
      signature: fc.oneof(header, fc.constant('valid'), fc.constant('platform')),
      encoding: fc.option(header, { nil: undefined, freq: 5 }),
      body: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.json({ maxDepth: 12 }).map((text) => Buffer.from(text)),
        fc
          .object({ withNullPrototype: true, withBigInt: false })
          .map((extra) => Buffer.from(JSON.stringify(callCompleted(bid, extra)))),
        fc
          .tuple(fc.constantFrom(...Object.keys(callCompleted(bid))), fc.jsonValue())
          .map(([field, value]) => Buffer.from(JSON.stringify(callCompleted(bid, { [field]: value })))),
      ),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ method, path, type, signature, encoding, body }) => {
        const keys: Record<string, string> = { valid: sign(secret, body), platform: sign(platformSecret, body) };
        const response = await fetch(`${stage.gateway.url}${path}`, {
          method,
          headers: {
            'content-type': type,
            'x-mcube-signature': keys[signature] ?? signature,
            ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
          },
          ...(method === 'GET' ? {} : { body: Uint8Array.from(body) }),
        });
        await response.arrayBuffer();
        expect([200, 400, 401, 404, 405, 413, 414, 415, 422]).toContain(response.status);
        const kind = response.ok ? 'application/json' : 'application/problem+json';
        expect(response.headers.get('content-type')).toContain(kind);
      }),
      { numRuns: 500 },
    );
    expect((await send(callCompleted(bid))).status).toBe(200);
    expect(stage.gateway.log()).not.toContain('"level":"error"');
  });
});
