import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './_cli.ts';
import { addLetter, failCall } from './_data.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());
beforeEach(async () => {
  await platform.database.pool.query('DELETE FROM dead_letters');
  await platform.database.pool.query('DELETE FROM calls');
});

const escapes = '\u001b]0;owned\u0007\u001b[2J\u001b[31m\u009b31mred\r\noverwritten\u202etxt';

/** Every control character but the line feed, and the marks that turn the direction of text. */
const obeyed = /(?!\n)\p{Cc}|[\u202a-\u202e]/u;

describe('dlq list', () => {
  test('shows open letters newest first, and how many there are of each stage and error class', async () => {
    const first = await addLetter(platform.database, { callid: 'a' });
    const second = await addLetter(platform.database, { callid: 'b' });
    const third = await addLetter(platform.database, {
      callid: 'c',
      stage: 'analyze',
      error_class: 'bad_output',
      failure: 'permanent',
      error_message: 'x'.repeat(200),
      attempts: 1,
    });

    const { exitCode, stdout } = await platform.callscript(['dlq', 'list']);

    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/ {2,}/g, ' | ')).toBe(
      [
        'ID | STAGE | CALL | FAILURE | ERROR CLASS | ATTEMPTS | LAST FAILED | STATUS | MESSAGE',
        `${third} | analyze | 6004/c | permanent | bad_output | 1 | 2026-05-01 09:15:00Z | open | ${'x'.repeat(59)}…`,
        `${second} | transcribe | 6004/b | exhausted | timeout | 3 | 2026-05-01 09:15:00Z | open | no answer`,
        `${first} | transcribe | 6004/a | exhausted | timeout | 3 | 2026-05-01 09:15:00Z | open | no answer`,
        '',
        'COUNT | STAGE | ERROR CLASS',
        '2 | transcribe | timeout',
        '1 | analyze | bad_output',
        '',
      ]
        .join('\n')
        .replaceAll(/ {2,}/g, ' | '),
    );
  });

  test('narrows to a stage, a business and a status, and counts beyond its limit', async () => {
    await addLetter(platform.database, { callid: 'a', stage: 'notify', bid: '7001' });
    await addLetter(platform.database, { callid: 'b', stage: 'notify' });
    await addLetter(platform.database, { callid: 'c' });
    const dropped = await addLetter(platform.database, { callid: 'd' });
    await platform.callscript(['dlq', 'drop', String(dropped), '--reason', 'a test call']);

    const callsOf = async (...options: string[]): Promise<unknown[]> => {
      const { stdout } = await platform.callscript(['dlq', 'list', '--json', ...options]);
      return (JSON.parse(stdout) as Array<{ callid: string }>).map(({ callid }) => callid);
    };
    expect(await callsOf()).toEqual(['c', 'b', 'a']);
    expect(await callsOf('--stage', 'notify')).toEqual(['b', 'a']);
    expect(await callsOf('--stage', 'notify', '--bid', '7001')).toEqual(['a']);
    expect(await callsOf('--status', 'dropped')).toEqual(['d']);
    expect(await callsOf('--status', 'all')).toEqual(['d', 'c', 'b', 'a']);
    const { stdout } = await platform.callscript(['dlq', 'list', '--limit', '1']);
    expect(stdout).toContain('6004/c');
    expect(stdout).not.toContain('6004/b');
    expect(stdout).toMatch(/^1 of 3 listed/m);
    expect(stdout).toMatch(/^2\s+notify\s+timeout$/m);
  });

  test('says so when there are none', async () => {
    expect(await platform.callscript(['dlq', 'list'])).toEqual({
      exitCode: 0,
      stdout: 'no open dead letters\n',
      stderr: '',
    });
  });
});

describe('dlq show', () => {
  test('shows a letter, its message and where its call is now', async () => {
    const id = await failCall(platform.database, 'call-9', { message: { bid: '6004', callid: 'call-9', attempt: 3 } });

    const { exitCode, stdout } = await platform.callscript(['dlq', 'show', String(id)]);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^call\s+6004\/call-9$/m);
    expect(stdout).toMatch(/^call is now\s+failed_stt$/m);
    expect(stdout).toMatch(/^last failed\s+2026-05-01 09:15:00Z$/m);
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toEqual({ bid: '6004', callid: 'call-9', attempt: 3 });
  });

  test('shows who dropped it and why', async () => {
    const id = await addLetter(platform.database);
    await platform.callscript(['dlq', 'drop', String(id), '--reason', 'the recording is gone', '--by', 'mira']);
    const { stdout } = await platform.callscript(['dlq', 'show', String(id)]);
    expect(stdout).toMatch(/^resolved by\s+mira$/m);
    expect(stdout).toMatch(/^reason\s+the recording is gone$/m);
  });

  test('a letter that does not exist is a failure', async () => {
    const { exitCode, stderr } = await platform.callscript(['dlq', 'show', '999999']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '#999999 does not exist\n' });
  });
});

describe('text of strangers', () => {
  async function addHostileLetter(): Promise<string> {
    const id = await addLetter(platform.database, {
      bid: null,
      callid: null,
      failure: 'unreadable',
      error_class: `Invalid${escapes}`,
      error_message: escapes,
      message: escapes,
    });
    return String(id);
  }

  test('reaches the terminal inert', async () => {
    const id = await addHostileLetter();
    for (const command of [['list'], ['show', id]]) {
      const { stdout } = await platform.callscript(['dlq', ...command]);
      expect(stdout).toContain('red overwritten');
      expect(stdout).not.toMatch(obeyed);
    }
  });

  test('reaches the terminal inert and unchanged as JSON', async () => {
    const id = await addHostileLetter();
    for (const command of [['list'], ['show', id]]) {
      const { stdout } = await platform.callscript(['dlq', ...command, '--json']);
      expect(stdout).not.toMatch(obeyed);
      expect([JSON.parse(stdout)].flat()).toMatchObject([{ error_message: escapes, message: { text: escapes } }]);
    }
  });
});
