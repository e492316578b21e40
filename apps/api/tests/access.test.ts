import { UnsecuredJWT, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserRole } from '@callscript/contracts';
import type { User } from '../src/auth/user.ts';
import { admin, problemOf, secret, startTestApi, type TestApi } from './_api.ts';
import { addBusiness, addCall } from './_data.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
  await addBusiness(api.database, '7001');
  await addCall(api.database, { callid: 'hers', agentEmail: 'Asha@Example.com' });
  await addCall(api.database, { callid: 'his', agentEmail: 'ravi@example.com' });
});
afterAll(() => api[Symbol.asyncDispose]());

const routesOfBusiness = ['/call-records/6004', '/call-records/6004/hers', '/pipeline/6004/status'];
const protectedRoutes = [...routesOfBusiness, '/ops/pipeline/health'];

interface Forgery {
  alg?: string;
  key?: string;
  issuer?: string;
  audience?: string;
  expiresAt?: number | null;
  claims?: Record<string, unknown>;
}

async function forge(forgery: Forgery): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const jwt = new SignJWT({ role: 'admin', bid: null, ...forgery.claims })
    .setProtectedHeader({ alg: forgery.alg ?? 'HS256' })
    .setIssuer(forgery.issuer ?? 'callscript')
    .setAudience(forgery.audience ?? 'callscript-api')
    .setSubject('admin@example.com')
    .setIssuedAt(now - 1000);
  if (forgery.expiresAt !== null) jwt.setExpirationTime(forgery.expiresAt ?? now + 900);
  return await jwt.sign(Buffer.from(forgery.key ?? secret, 'hex'));
}

const badTokens: Record<string, () => Promise<string>> = {
  'no token': async () => '',
  'something else than a token': async () => 'Bearer ../../etc',
  'basic credentials': async () => 'Basic YWRtaW46YWRtaW4=',
  'an expired token': async () => `Bearer ${await forge({ expiresAt: Math.floor(Date.now() / 1000) - 1 })}`,
  'a token that never expires': async () => `Bearer ${await forge({ expiresAt: null })}`,
  'a token of another algorithm': async () => `Bearer ${await forge({ alg: 'HS512', key: secret.repeat(2) })}`,
  'a token signed with HS384 and the right secret': async () => `Bearer ${await forge({ alg: 'HS384' })}`,
  'a token signed with another secret': async () => `Bearer ${await forge({ key: 'b2'.repeat(32) })}`,
  'a token of another issuer': async () => `Bearer ${await forge({ issuer: 'someone' })}`,
  'a token for another audience': async () => `Bearer ${await forge({ audience: 'gateway' })}`,
  'a token with an unknown role': async () => `Bearer ${await forge({ claims: { role: 'owner' } })}`,
  'a token with a hostile business': async () => `Bearer ${await forge({ claims: { bid: "6004' OR 1=1" } })}`,
  'an unsigned token': async () => {
    const jwt = new UnsecuredJWT({ role: 'admin', bid: null })
      .setIssuer('callscript')
      .setAudience('callscript-api')
      .setSubject('admin@example.com')
      .setIssuedAt()
      .setExpirationTime('15m');
    return `Bearer ${jwt.encode()}`;
  },
};

describe('every route but sign-in', () => {
  test('opens to a good token', async () => {
    const authorization = `Bearer ${await forge({})}`;
    for (const route of protectedRoutes) {
      expect([route, (await api.get(route, { headers: { authorization } })).status]).toEqual([route, 200]);
    }
  });

  for (const [name, header] of Object.entries(badTokens)) {
    test(`answers ${name} with 401, a challenge, and nothing else`, async () => {
      const authorization = await header();
      for (const route of protectedRoutes) {
        const answer = await api.get(route, { headers: authorization === '' ? {} : { authorization } });
        expect([route, answer.status]).toEqual([route, 401]);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="callscript"/);
        expect(Object.keys(problemOf(answer)).toSorted()).toEqual(['detail', 'instance', 'status', 'title', 'type']);
      }
    });
  }

  test('carries headers that keep browsers and caches away from it', async () => {
    for (const as of [admin, undefined]) {
      const { headers } = await api.get('/call-records/6004', {
        ...(as && { as }),
        headers: { origin: 'https://elsewhere.example.com' },
      });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('a business', () => {
  const roles: UserRole[] = ['admin', 'ops', 'supervisor', 'reviewer', 'agent'];

  test('answers people of another business as if it did not exist', async () => {
    for (const role of roles) {
      const outsider: User = { email: 'lena@example.com', role, bid: '7001' };
      for (const route of routesOfBusiness) {
        const other = await api.get(route, { as: outsider });
        const nowhere = await api.get(route.replace('6004', '9999'), { as: outsider });
        expect([role, route, other.status]).toEqual([role, route, 404]);
        expect({ ...problemOf(other), instance: '' }).toEqual({ ...problemOf(nowhere), instance: '' });
      }
    }
  });

  test('is told apart by upper and lower case', async () => {
    await addBusiness(api.database, 'acme');
    const answer = await api.get('/call-records/acme', { as: { email: 'l@example.com', role: 'admin', bid: 'ACME' } });
    expect(answer.status).toBe(404);
  });

  test('is open to its own people and to those of the platform', async () => {
    const insiders: User[] = [
      admin,
      { email: 'ops@example.com', role: 'ops', bid: null },
      { email: 's@example.com', role: 'supervisor', bid: '6004' },
      { email: 'r@example.com', role: 'reviewer', bid: '6004' },
    ];
    for (const as of insiders) {
      for (const route of routesOfBusiness) expect((await api.get(route, { as })).status).toBe(200);
    }
  });

  test('is closed to a role that belongs to a business but names none', async () => {
    for (const role of ['supervisor', 'reviewer', 'agent'] as const) {
      expect((await api.get('/call-records/6004', { as: { email: 'x@example.com', role, bid: null } })).status).toBe(
        404,
      );
    }
  });
});

describe('roles', () => {
  const agent: User = { email: 'asha@example.com', role: 'agent', bid: '6004' };

  test('an agent sees the calls that carry the own address, and no one else', async () => {
    expect((await api.get('/call-records/6004', { as: agent })).body).toMatchObject({ items: [{ callid: 'hers' }] });
    expect((await api.get('/call-records/6004/hers', { as: agent })).status).toBe(200);
    const his = await api.get('/call-records/6004/his', { as: agent });
    const none = await api.get('/call-records/6004/none', { as: agent });
    expect(his.status).toBe(404);
    expect({ ...problemOf(his), instance: '' }).toEqual({ ...problemOf(none), instance: '' });
  });

  test('an address that differs by an accent alone is another agent', async () => {
    await addCall(api.database, { callid: 'accent', agentEmail: 'jose@example.com' });
    const as: User = { email: 'josé@example.com', role: 'agent', bid: '6004' };
    expect((await api.get('/call-records/6004', { as })).body).toEqual({ items: [], next_cursor: null });
  });

  test('an agent does not see the pipeline', async () => {
    expect((await api.get('/pipeline/6004/status', { as: agent })).status).toBe(403);
  });

  test("the platform's health is for admin and ops", async () => {
    for (const role of ['supervisor', 'reviewer', 'agent'] as const) {
      const answer = await api.get('/ops/pipeline/health', { as: { email: 'x@example.com', role, bid: '6004' } });
      expect(answer.status).toBe(403);
      expect(problemOf(answer).title).toBe('Forbidden');
    }
    const as: User = { email: 'ops@example.com', role: 'ops', bid: null };
    expect((await api.get('/ops/pipeline/health', { as })).status).toBe(200);
  });
});
