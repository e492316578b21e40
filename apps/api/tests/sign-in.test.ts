import { saveUser } from '@callscript/db';
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, startTestApi, type TestApi } from './_api.ts';
import { addBusiness } from './_data.ts';

const password = 'correct horse battery staple';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await addBusiness(api.database, '6004');
  await addUser('mira@example.com');
});
afterAll(() => api[Symbol.asyncDispose]());

async function addUser(email: string): Promise<void> {
  await saveUser(api.database.db, {
    email,
    name: 'Mira Sen',
    password_hash: await hash(password),
    role: 'supervisor',
    bid: '6004',
  });
}

describe('POST /auth/login', () => {
  test('answers with a token that opens the rest, and with who signed in', async () => {
    const { status, body, headers } = await api.login({ email: 'Mira@Example.com', password });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      user: { email: 'mira@example.com', name: 'Mira Sen', role: 'supervisor', bid: '6004' },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    const token = (body as { access_token: string }).access_token;
    const list = await api.get('/call-records/6004', { headers: { authorization: `Bearer ${token}` } });
    expect(list.status).toBe(200);
  });

  test('notes when the user signed in', async () => {
    await addUser('noted@example.com');
    await api.login({ email: 'noted@example.com', password });
    const [rows] = await api.database.pool.query('SELECT last_login_at FROM users WHERE email = ?', [
      'noted@example.com',
    ]);
    expect(rows).toEqual([{ last_login_at: expect.any(Date) }]);
  });

  test('tells a wrong password, an unknown user and an inactive one apart in nothing', async () => {
    await addUser('left@example.com');
    await api.database.pool.query('UPDATE users SET active = 0 WHERE email = ?', ['left@example.com']);
    const answers = await Promise.all([
      api.login({ email: 'mira@example.com', password: 'wrong' }),
      api.login({ email: 'nobody@example.com', password }),
      api.login({ email: 'left@example.com', password }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect({ ...problemOf(answer), instance: '' }).toEqual({ ...problemOf(answers[0]), instance: '' });
    }
  });

  test('makes whoever guesses wait, even for the right password, and counts guesses made at once', async () => {
    await addUser('target@example.com');
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => api.login({ email: 'target@example.com', password: `guess ${i}` })),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(7);
    const right = await api.login({ email: 'target@example.com', password });
    expect(right.status).toBe(429);
    expect(problemOf(right).title).toBe('Too many requests');
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.login({ email: 'mira@example.com', password })).status).toBe(200);
  });

  test('names the fields that are missing or wrong', async () => {
    const answer = await api.login({ email: 'not an address' });
    expect(answer.status).toBe(422);
    expect(problemOf(answer).errors?.map(({ field }) => field)).toEqual(['email', 'password']);
    expect((await api.login(null)).status).toBe(422);
  });

  test('refuses a body that is too long, not JSON, or of another kind', async () => {
    expect((await api.login({ email: 'mira@example.com', password: 'x'.repeat(9000) })).status).toBe(413);
    const post = (contentType: string, body: string) =>
      fetch(`${api.url}/auth/login`, { method: 'POST', headers: { 'content-type': contentType }, body });
    expect((await post('application/json', '{"email":')).status).toBe(400);
    expect((await post('application/xml', '<email/>')).status).toBe(415);
  });

  test('answers another method with 405', async () => {
    const answer = await api.get('/auth/login');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});
