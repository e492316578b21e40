import { permitSchemas } from '@callscript/contracts';
import { listHistory } from '@callscript/db';
import { createBroker, queueName } from '@callscript/messaging';
import { waitFor } from '@callscript/devstack/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './_cli.ts';
import { addFailedCall, addLetter, failCall, readCall, readLetters } from './_data.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());
beforeEach(async () => {
  await platform.database.pool.query('DELETE FROM dead_letters');
  await platform.database.pool.query('DELETE FROM calls');
});

const untouched = { status: 'open', resolved_by: null, resolved_reason: null };
const failed = { processing_state: 'failed_stt', stage: null, attempts: 3, failed_stage: 'transcribe', due: null };
const replayedBy = (by: string) => ({ status: 'replayed', resolved_by: by, resolved_reason: null });

describe('dlq replay', () => {
  test('makes the call due at the stage it failed at, closes the letter and publishes a permit', async () => {
    const id = await failCall(platform.database, 'call-1');

    const answer = await platform.callscript(['dlq', 'replay', String(id), '--by', 'mira']);

    expect(answer).toEqual({
      exitCode: 0,
      stdout: `#${id} replayed: 6004/call-1 is due at transcribe again\n`,
      stderr: '',
    });
    expect(await readCall(platform, 'call-1')).toEqual({
      processing_state: 'queued',
      stage: 'transcribe',
      attempts: 0,
      failed_stage: null,
      due: 1,
    });
    expect(await readLetters(platform, [id])).toEqual([replayedBy('mira')]);
    expect(await listHistory(platform.database.db, { bid: '6004', callid: 'call-1' })).toContainEqual(
      expect.objectContaining({ stage: 'replayed', worker_id: 'mira' }),
    );
    expect(await takePermit()).toMatchObject({ bid: '6004', callid: 'call-1', attempt: 1 });
  });

  test('replays a letter once', async () => {
    const id = await failCall(platform.database, 'call-1');
    await platform.callscript(['dlq', 'replay', String(id), '--by', 'mira']);

    const second = await platform.callscript(['dlq', 'replay', String(id), '--by', 'ravi']);

    expect(second).toEqual({ exitCode: 1, stdout: `#${id} is not open: it has been replayed\n`, stderr: '' });
    expect(await readLetters(platform, [id])).toEqual([replayedBy('mira')]);
  });

  test('replays a letter once when two people replay it at the same moment', async () => {
    const id = await failCall(platform.database, 'call-1');
    const replay = (by: string) => platform.callscript(['dlq', 'replay', String(id), '--by', by]);

    const answers = await Promise.all([replay('mira'), replay('ravi')]);

    expect(answers.map(({ exitCode }) => exitCode).toSorted((a, b) => a - b)).toEqual([0, 1]);
    const winner = answers[0].exitCode === 0 ? 'mira' : 'ravi';
    expect(await readLetters(platform, [id])).toEqual([replayedBy(winner)]);
  });

  test('says what stands in the way of each letter and replays the others', async () => {
    const good = await failCall(platform.database, 'good', { stage: 'notify' });
    const moved = await addLetter(platform.database, { callid: 'moved' });
    await addFailedCall(platform.database, 'moved', 'analyze');
    const unreadable = await addLetter(platform.database, { bid: null, callid: null, failure: 'unreadable' });

    const { exitCode, stdout } = await platform.callscript([
      'dlq',
      'replay',
      String(moved),
      String(unreadable),
      '999999',
      String(good),
      String(good),
    ]);

    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      `#${moved} is out of date: its call is no longer failed at that stage, its state is failed_analysis`,
      expect.stringMatching(`^#${unreadable} names no call`),
      '#999999 does not exist',
      `#${good} replayed: 6004/good is due at notify again`,
      '1 of 4 dead letters replayed',
      '',
    ]);
    expect(await readLetters(platform, [moved, unreadable])).toEqual([untouched, untouched]);
  });

  test('replays what a filter selects, newest first and at most the limit', async () => {
    const ids = [
      await failCall(platform.database, 'old'),
      await failCall(platform.database, 'newer'),
      await failCall(platform.database, 'newest'),
      await failCall(platform.database, 'other-class', { error_class: 'forbidden' }),
      await failCall(platform.database, 'other-stage', { stage: 'analyze' }),
      await failCall(platform.database, 'other-business', { bid: '7001' }),
    ];

    const filter = ['--stage', 'transcribe', '--error-class', 'timeout', '--bid', '6004', '--limit', '2'];
    const { exitCode, stdout } = await platform.callscript(['dlq', 'replay', ...filter, '--yes', '--by', 'mira']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/newest[^]*newer[^]*^2 of 2 dead letters replayed$/m);
    const replayed = replayedBy('mira');
    expect(await readLetters(platform, ids)).toEqual([untouched, replayed, replayed, untouched, untouched, untouched]);
  });

  test('keeps to the rate', async () => {
    for (const callid of ['a', 'b', 'c']) await failCall(platform.database, callid);
    const startedAt = performance.now();
    await platform.callscript(['dlq', 'replay', '--stage', 'transcribe', '--yes', '--rate', '5/s']);
    // Two pauses of 200 ms; a timer may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThan(395);
  });

  test('asks a person before it replays what a filter selects', async () => {
    const ids = [await failCall(platform.database, 'a'), await failCall(platform.database, 'b')];
    const command = ['dlq', 'replay', '--stage', 'transcribe', '--by', 'mira'];

    const refused = await platform.callscript(command, { typed: ['n\n'] });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('Replay 2 dead letters? [y/N] ');
    const left = await platform.callscript(command, { typed: ['\u0003'] });
    expect(left.exitCode).toBe(1);
    expect(left.stderr).toContain('callscript: cancelled');
    expect(await readLetters(platform, ids)).toEqual([untouched, untouched]);

    expect((await platform.callscript(command, { typed: ['y\n'] })).exitCode).toBe(0);
    expect(await readLetters(platform, ids)).toEqual([replayedBy('mira'), replayedBy('mira')]);
  });

  test('refuses a filter where nobody can be asked', async () => {
    const id = await failCall(platform.database, 'a');
    const { exitCode, stderr } = await platform.callscript(['dlq', 'replay', '--stage', 'transcribe']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
    expect(await readLetters(platform, [id])).toEqual([untouched]);
  });

  test('a filter that matches nothing is no failure', async () => {
    const answer = await platform.callscript(['dlq', 'replay', '--stage', 'archive', '--yes']);
    expect(answer).toEqual({ exitCode: 0, stdout: 'no open dead letters match\n', stderr: '' });
  });

  test('touches nothing while the broker cannot be reached', async () => {
    const id = await failCall(platform.database, 'call-1');
    const environment = { ...platform.addresses, BROKER_URL: 'amqp://guest:very-secret@127.0.0.1:1/' };

    const { exitCode, stderr } = await platform.callscript(['dlq', 'replay', String(id)], { environment });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^callscript: RabbitMQ at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
    expect(stderr).not.toContain('very-secret');
    expect(await readLetters(platform, [id])).toEqual([untouched]);
    expect(await readCall(platform, 'call-1')).toEqual(failed);
  });
});

describe('dlq drop', () => {
  test('closes letters with a reason and leaves their calls as they are', async () => {
    const ids = [
      await failCall(platform.database, 'call-1'),
      await addLetter(platform.database, { bid: null, callid: null, failure: 'unreadable' }),
    ];

    const command = ['dlq', 'drop', ...ids.map(String), '--reason', 'the recording is gone', '--by', 'mira'];
    const answer = await platform.callscript(command);

    expect(answer).toEqual({ exitCode: 0, stdout: ids.map((id) => `#${id} dropped\n`).join(''), stderr: '' });
    const dropped = { status: 'dropped', resolved_by: 'mira', resolved_reason: 'the recording is gone' };
    expect(await readLetters(platform, ids)).toEqual([dropped, dropped]);
    expect(await readCall(platform, 'call-1')).toEqual(failed);
  });

  test('says which letters it could not drop', async () => {
    const replayed = await failCall(platform.database, 'call-1');
    await platform.callscript(['dlq', 'replay', String(replayed)]);
    const answer = await platform.callscript(['dlq', 'drop', String(replayed), '999999', '--reason', 'tidying up']);
    expect(answer).toEqual({
      exitCode: 1,
      stdout: `#${replayed} is not open: it has been replayed\n#999999 does not exist\n`,
      stderr: '',
    });
  });
});

/** The next permit in the queue of transcription. */
async function takePermit(): Promise<unknown> {
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  await using broker = createBroker({ url: platform.addresses.BROKER_URL, connectionName: 'test', logger });
  await broker.whenReady();
  const permits: unknown[] = [];
  await broker.consume({
    queue: queueName('transcribe'),
    prefetch: 1,
    onMessage: (delivery) => {
      permits.push(permitSchemas.transcribe.parse(JSON.parse(delivery.body.toString())));
      delivery.ack();
    },
  });
  await waitFor(() => permits.length > 0);
  return permits[0];
}
