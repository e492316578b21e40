import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { problemSchema } from '@callscript/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, startTestApi, supervisor, type TestApi } from './_api.ts';
import { addBusiness, addCall } from './_data.ts';

let api: TestApi;
let authorization: string;

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
  await addCall(api.database, { callid: 'only' });
  authorization = `Bearer ${await api.accessTokens.issue(admin)}`;
});
afterAll(() => api[Symbol.asyncDispose]());

/** Sends a path as it is: `fetch` would tidy it up. */
async function getRaw(path: string): Promise<{ status: number; body: unknown }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${api.url}/`, { path, headers: { authorization } }, resolve).on('error', reject).end();
  });
  const body = await text(response);
  return { status: response.statusCode ?? 0, body: body === '' ? null : JSON.parse(body) };
}

/** The paths that were not refused with a problem document. */
async function listUnrefused(paths: readonly string[]): Promise<unknown[]> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, ...(await getRaw(path)) })));
  return answers.filter(
    ({ status, body }) => ![400, 404, 414, 422].includes(status) || !problemSchema.strict().safeParse(body).success,
  );
}

const nasty = [
  "6004'; DROP TABLE calls; --",
  "6004' OR '1'='1",
  '6004`',
  '6004%',
  '6004\u0000',
  '../6004',
  '..',
  '6004/../7001',
  '<script>alert(1)</script>',
  '६००४',
  '6004\r\nx-injected: 1',
  '__proto__',
  'constructor',
  ' 6004',
  '6004 ',
  'x'.repeat(201),
];

describe('hostile input', () => {
  test('in a business, a callid or a cursor is refused as a problem and never a 500', async () => {
    for (const word of nasty) {
      const part = encodeURIComponent(word);
      const paths = [
        `/call-records/${part}`,
        `/call-records/6004/${part}`,
        `/call-records/${part}/only`,
        `/pipeline/${part}/status`,
        `/call-records/6004?cursor=${part}`,
        `/call-records/6004?state=${part}`,
      ];
      expect(await listUnrefused(paths)).toEqual([]);
    }
  });

  test('that is no URL at all is refused', async () => {
    const paths = ['/call-records/%', '/call-records/%ff', '/call-records/6004/%00', '/call-records/6004/%c0%ae'];
    expect(await listUnrefused(paths)).toEqual([]);
  });

  test('of any kind gets an answer that is not a 500', async () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.stringMatching(/^[A-Za-z0-9._:-]{1,30}$/),
    );
    const query = fc.array(fc.tuple(fc.constantFrom('state', 'verdict', 'limit', 'cursor', '__proto__'), word), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(word, word, query, async (bid, callid, parameters) => {
        const search = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        const [first, second] = [bid, callid].map((part) => encodeURIComponent(part));
        for (const path of [`/call-records/${first}?${search}`, `/call-records/6004/${second}?${search}`]) {
          expect((await getRaw(path)).status).toBeLessThan(500);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('as a cursor that looks right is a place in the list like any other', async () => {
    const cursor = fc.record({
      startedAt: fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') }),
      id: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    });
    await fc.assert(
      fc.asyncProperty(cursor, async (content) => {
        const encoded = Buffer.from(JSON.stringify(content)).toString('base64url');
        for (const as of [supervisor, { email: 'asha@example.com', role: 'agent', bid: '6004' } as const]) {
          expect((await api.get(`/call-records/6004?cursor=${encoded}`, { as })).status).toBe(200);
        }
      }),
      { numRuns: 40, examples: [[{ startedAt: 0, id: 0 }], [{ startedAt: 253_402_300_799_999, id: 2 ** 53 - 1 }]] },
    );
  });

  test('in the headers is ignored or refused', async () => {
    const ifNoneMatch = await api.get('/call-records/6004/only', {
      as: admin,
      headers: { 'if-none-match': `${'"x",'.repeat(500)}W/` },
    });
    expect(ifNoneMatch.status).toBe(200);
    const token = await api.get('/call-records/6004', { headers: { authorization: `Bearer ${'a.'.repeat(4000)}` } });
    expect(token.status).toBe(401);
  });
});
