import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestEnvironment } from '@callscript/devstack/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callscript } from './_cli.ts';

const awayUrl = 'mysql://root:very-secret@127.0.0.1:1/callscript';
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'callscript-cli-'));
  await mkdir(join(directory, '.callscript'));
});
afterAll(() => rm(directory, { recursive: true }));

function writeRun(content: string): Promise<void> {
  return writeFile(join(directory, '.callscript', 'run.json'), content);
}

describe('usage', () => {
  test.each([
    [],
    ['dlq'],
    ['frobnicate'],
    ['dlq', 'list', '--stage', 'shipping'],
    ['dlq', 'list', '--limit', '0'],
    ['dlq', 'list', '--status', 'closed'],
    ['dlq', 'list', '--bid', "6004'; DROP TABLE calls"],
    ['dlq', 'list', 'surplus'],
    ['dlq', 'show'],
    ['dlq', 'show', 'twelve'],
    ['dlq', 'replay'],
    ['dlq', 'replay', '-5'],
    ['dlq', 'replay', '5', '--stage', 'notify'],
    ['dlq', 'replay', '5', '--limit', '3'],
    ['dlq', 'replay', '--stage', 'notify', '--yes', '--rate', '0'],
    ['dlq', 'replay', '5', '--by', ' '],
    ['dlq', 'drop', '5'],
    ['dlq', 'drop', '5', '--reason', ''],
    ['dlq', 'drop', '--reason', 'because'],
  ])('%s %s %s %s %s %s is answered with exit code 2', async (...args) => {
    const { exitCode, stdout, stderr } = await callscript(args, { environment: { DATABASE_URL: awayUrl } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });

  test('help is an answer and needs no settings', async () => {
    const { exitCode, stdout } = await callscript(['dlq', 'replay', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--error-class');
  });
});

describe('settings', () => {
  const list = ['dlq', 'list'];

  test('without any, the message says which are missing and where they may come from', async () => {
    const { exitCode, stderr } = await callscript(list, { directory: join(directory, 'elsewhere') });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^callscript: set DATABASE_URL and BROKER_URL, or .*run\.json\n$/);
  });

  test('a malformed address is named and not shown', async () => {
    const { exitCode, stderr } = await callscript(list, {
      environment: { DATABASE_URL: 'postgres://u:very-secret@h/d' },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('DATABASE_URL');
    expect(stderr).not.toContain('very-secret');
  });

  test('a database that is away is reported with where its address came from', async () => {
    await writeRun(JSON.stringify({ databaseUrl: awayUrl, brokerUrl: 'amqp://127.0.0.1:1' }));
    const { exitCode, stderr } = await callscript(list, { directory });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/the database cannot be reached: .*127\.0\.0\.1:1 .*run\.json/);
    expect(stderr).not.toContain('very-secret');
  });

  test('addresses of two platforms are never mixed', async () => {
    await writeRun(JSON.stringify({ databaseUrl: awayUrl, brokerUrl: 'amqp://127.0.0.1:1' }));
    const environment = { BROKER_URL: 'amqp://127.0.0.1:1' };
    const { exitCode, stderr } = await callscript(list, { directory, environment });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('DATABASE_URL: is required');
  });

  test.each(['', '{', '[]', '{"databaseUrl": 7}'])('a run file of %j is reported', async (content) => {
    await writeRun(content);
    const { exitCode, stderr } = await callscript(list, { directory });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('run.json does not say where the database and the broker are');
  });
});

describe('the command as it is installed', () => {
  test('migrates an empty database and lists from it', async () => {
    await using environment = await createTestEnvironment();
    await writeRun(JSON.stringify({ databaseUrl: environment.databaseUrl, brokerUrl: environment.brokerUrl }));

    const early = await runBin('dlq', 'list');
    expect(early).toMatchObject({
      code: 1,
      stderr: 'callscript: the database lacks a table: run callscript db migrate\n',
    });
    expect(await runBin('db', 'migrate')).toMatchObject({ code: 0, stdout: 'the database has the newest schema\n' });
    expect(await runBin('dlq', 'list')).toMatchObject({ code: 0, stdout: 'no open dead letters\n' });
    const replay = await runBin('dlq', 'replay', '1');
    expect(replay).toMatchObject({ code: 1, stdout: '#1 does not exist\n' });
  });
});

async function runBin(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const root = new URL('../', import.meta.url);
  const { bin } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as { bin: { callscript: string } };
  const program = new URL(bin.callscript, root).pathname;
  const env = { PATH: process.env['PATH'] };
  // The file itself, not `node file`: its first line and its mode are part of what is installed.
  return await promisify(execFile)(program, args, { cwd: directory, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}
