import { findUserByEmail } from '@callscript/db';
import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './_cli.ts';
import { addBusiness } from './_data.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
  await addBusiness(platform.database, '6004');
});
afterAll(() => platform[Symbol.asyncDispose]());

const password = 'correct horse battery';

function add(email: string, ...options: string[]): string[] {
  return ['users', 'add', '--email', email, '--name', 'Mira Sen', ...options];
}

test('adds a user whose password only its argon2id hash remembers', async () => {
  const answer = await platform.callscript(
    add('Mira@Example.com', '--role', 'supervisor', '--bid', '6004', '--password-stdin'),
    { input: `${password}\n` },
  );

  expect(answer).toEqual({ exitCode: 0, stdout: 'added mira@example.com: Mira Sen, supervisor of 6004\n', stderr: '' });
  const user = await findUserByEmail(platform.database.db, 'mira@example.com');
  expect(user).toMatchObject({ name: 'Mira Sen', role: 'supervisor', bid: '6004', active: true });
  expect(user?.password_hash).toMatch(/^\$argon2id\$/);
  expect(await verify(user?.password_hash ?? '', password)).toBe(true);
});

test('gives an existing user a new password, role and business', async () => {
  const email = 'changed@example.com';
  const first = add(email, '--role', 'agent', '--bid', '6004', '--password-stdin');
  await platform.callscript(first, { input: password });

  const answer = await platform.callscript(add(email, '--role', 'ops', '--password-stdin'), {
    input: 'another phrase',
  });

  expect(answer.stdout).toBe(`changed ${email}: Mira Sen, ops\n`);
  const user = await findUserByEmail(platform.database.db, email);
  expect(user).toMatchObject({ role: 'ops', bid: null });
  expect(await verify(user?.password_hash ?? '', 'another phrase')).toBe(true);
});

test('asks a person for the password twice, and does not show it', async () => {
  const answer = await platform.callscript(add('typed@example.com', '--role', 'admin'), {
    typed: [`${password}\n`, `${password}\n`],
  });
  expect(answer.exitCode).toBe(0);
  expect(answer.stdout + answer.stderr).not.toContain(password);
  const user = await findUserByEmail(platform.database.db, 'typed@example.com');
  expect(await verify(user?.password_hash ?? '', password)).toBe(true);
});

test.each([
  ['two passwords that differ', ['--role', 'ops'], { typed: ['correct horse\n', 'correct house\n'] }],
  ['a short password', ['--role', 'ops', '--password-stdin'], { input: 'elevenchars\n' }],
  ['a password that sign-in would refuse', ['--role', 'ops', '--password-stdin'], { input: 'x'.repeat(1025) }],
  ['no one to ask', ['--role', 'ops'], { input: password }],
  ['a supervisor of no business', ['--role', 'supervisor', '--password-stdin'], { input: password }],
  ['an unknown role', ['--role', 'owner', '--password-stdin'], { input: password }],
  ['a hostile business', ['--role', 'ops', '--bid', "6004'; DROP", '--password-stdin'], { input: password }],
  ['a password as an argument', ['--role', 'ops', '--password', password], {}],
])('refuses %s', async (_, options, given) => {
  const { exitCode, stdout } = await platform.callscript(add('nobody@example.com', ...options), given);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(await findUserByEmail(platform.database.db, 'nobody@example.com')).toBeUndefined();
});

test('refuses what is no email address', async () => {
  const { exitCode, stderr } = await platform.callscript(add('mira', '--role', 'ops', '--password-stdin'));
  expect(exitCode).toBe(2);
  expect(stderr).toContain('email');
});

test('refuses a business that does not exist', async () => {
  const { exitCode, stderr } = await platform.callscript(
    add('nobody@example.com', '--role', 'agent', '--bid', '9999', '--password-stdin'),
    { input: password },
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'callscript: business 9999 is not provisioned\n' });
});
