import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPipelineConfig } from '@callscript/db';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './_cli.ts';
import { addBusiness } from './_data.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('business list', () => {
  test('shows every business with its settings, by its id', async () => {
    expect((await platform.callscript(['business', 'list'])).stdout).toMatch(/^no businesses yet/);
    await addBusiness(platform.database, '7001', 'Harbor \u001b[31mLending');
    await addBusiness(platform.database, '6004');

    const { exitCode, stdout } = await platform.callscript(['business', 'list']);

    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/ {2,}/g, ' | ').split('\n')).toEqual([
      expect.stringMatching(/^BID \| NAME/),
      '6004 | Lakeside Homes | presales | yes | on | aca | 0 | 15 s | 90 days | off',
      '7001 | Harbor Lending | presales | yes | on | aca | 0 | 15 s | 90 days | off',
      '',
    ]);
  });
});

async function writeJson(value: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callscript-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'speech.json');
  await writeFile(file, JSON.stringify(value));
  return file;
}

describe('business configure', () => {
  test('changes what is given and nothing else', async () => {
    await addBusiness(platform.database, '6005');
    const before = await getPipelineConfig(platform.database.db, '6005');

    const answer = await platform.callscript([
      'business',
      'configure',
      '6005',
      '--agent-channel',
      '1',
      '--archive-audio',
      'on',
      '--min-duration',
      '0',
    ]);

    expect(answer).toEqual({
      exitCode: 0,
      stdout: '6005 agent_channel: 0 → 1\n6005 min_call_duration_s: 15 → 0\n6005 archive_audio: false → true\n',
      stderr: '',
    });
    expect(await getPipelineConfig(platform.database.db, '6005')).toEqual({
      ...before,
      agent_channel: 1,
      min_call_duration_s: 0,
      archive_audio: true,
      updated_at: expect.any(Date),
    });
  });

  test('sets the vertical, the retention and the pipeline', async () => {
    await addBusiness(platform.database, '6006');
    const settings = ['--vertical', 'medicare', '--hot-retention-days', '30', '--pipeline', 'off'];
    expect((await platform.callscript(['business', 'configure', '6006', ...settings])).exitCode).toBe(0);
    expect(await getPipelineConfig(platform.database.db, '6006')).toMatchObject({
      vertical: 'medicare',
      hot_retention_days: 30,
      pipeline_enabled: false,
    });
  });

  test('takes how calls are recognised and what is kept of them from a file', async () => {
    await addBusiness(platform.database, '6009');
    const speech = {
      stt_provider: 'sarvam',
      stt_fallbacks: ['parakeet'],
      key_terms: [{ term: 'Northwind', heard: ['north wind'] }],
      redaction: { kinds: ['phone'], keep_raw: true, mute_audio: false },
    };
    const answer = await platform.callscript(['business', 'configure', '6009', '--speech', await writeJson(speech)]);
    expect(answer).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('stt_provider: parakeet → sarvam') });
    expect(await getPipelineConfig(platform.database.db, '6009')).toMatchObject(speech);
  });

  test.each([
    ['an unknown kind of redaction', { redaction: { kinds: ['card'], keep_raw: false, mute_audio: false } }, 'kinds.0'],
    ['a policy without all of its parts', { redaction: { keep_raw: true } }, 'redaction.kinds'],
    ['a setting that there is not', { provider: 'sarvam' }, 'provider'],
  ])('refuses %s in the file, by name', async (_, speech, field) => {
    await addBusiness(platform.database, '6010');
    const before = await getPipelineConfig(platform.database.db, '6010');
    const answer = await platform.callscript(['business', 'configure', '6010', '--speech', await writeJson(speech)]);
    expect(answer).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(field) });
    expect(await getPipelineConfig(platform.database.db, '6010')).toEqual(before);
  });

  test.each([
    ['nothing'],
    ['an unknown vertical', '--vertical', 'pets'],
    ['a third channel', '--agent-channel', '2'],
    ['a negative duration', '--min-duration', '-1'],
    ['half a day', '--hot-retention-days', '1.5'],
    ['a number that is none', '--min-duration', '1e3'],
    ['neither on nor off', '--pipeline', 'maybe'],
  ])('refuses %s', async (_, ...settings) => {
    await addBusiness(platform.database, '6007');
    const before = await getPipelineConfig(platform.database.db, '6007');
    const { exitCode, stdout, stderr } = await platform.callscript(['business', 'configure', '6007', ...settings]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(await getPipelineConfig(platform.database.db, '6007')).toEqual(before);
  });

  test('refuses to keep calls hot for longer than warm', async () => {
    await addBusiness(platform.database, '6008');
    const answer = await platform.callscript(['business', 'configure', '6008', '--hot-retention-days', '366']);
    expect(answer.exitCode).toBe(1);
    expect(answer.stderr).toContain('365 days');
  });

  test('refuses a business that does not exist', async () => {
    const answer = await platform.callscript(['business', 'configure', '9999', '--pipeline', 'off']);
    expect(answer.exitCode).toBe(1);
    expect(answer.stderr).toContain('business 9999');
  });
});
