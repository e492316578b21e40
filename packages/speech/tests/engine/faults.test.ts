import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { waitFor } from '@callscript/devstack/testing';
import { describe, expect, test } from 'vitest';
import { createSlowDecoder, listGroup, startEngine, writeLongCall } from './_engine.ts';

const golden = path.join(goldenDirectory, 'refusal.wav');

describe('an engine whose process dies', () => {
  test('loses the calls in work, keeps those that wait, and is ready again', async () => {
    await using tested = await startEngine();
    const { engine } = tested;
    const running = engine.recognize({ file: await writeLongCall(1800) });
    const waiting = engine.recognize({ file: golden });
    await tested.next('batch');
    const { pid } = tested;
    const ended = tested.next('ended');
    process.kill(pid, 'SIGKILL');
    await expect(running).rejects.toMatchObject({
      name: 'RecognizerError',
      code: 'recognizer_crashed',
      message: "The engine's process ended: SIGKILL.",
    });
    expect(await ended).toEqual({ kind: 'ended', pid, reason: 'SIGKILL' });
    expect(engine.isReady).toBe(false);
    expect((await waiting).call.voices).toHaveLength(1);
    expect(engine.isReady).toBe(true);
    expect(tested.pid).not.toBe(pid);
  });

  test('takes its decoder with it', async () => {
    await using tested = await startEngine({ ffmpeg: await createSlowDecoder() });
    const { pid } = tested;
    const running = tested.engine.recognize({ file: await writeLongCall(600) });
    running.catch(() => {});
    await untilDecoding(pid);
    process.kill(pid, 'SIGKILL');
    await expect(running).rejects.toMatchObject({ code: 'recognizer_crashed' });
    await expect.poll(() => listGroup(pid), { timeout: 15_000 }).toEqual([]);
  });

  test('does not wait for ever for one that only stands still', async () => {
    await using tested = await startEngine({}, { pingMs: 100, missedPingsMax: 30 });
    const { pid } = tested;
    const running = tested.engine.recognize({ file: await writeLongCall(1800) });
    await tested.next('batch');
    process.kill(pid, 'SIGSTOP');
    await expect(running).rejects.toMatchObject({
      code: 'recognizer_crashed',
      message: "The engine's process ended: it did not answer any more and was ended.",
    });
    expect(await listGroup(pid)).toEqual([]);
    expect((await tested.engine.recognize({ file: golden })).call.voices).toHaveLength(1);
  });

  test('ends one that stands still within its deadline when it is disposed of', async () => {
    const tested = await startEngine();
    process.kill(tested.pid, 'SIGSTOP');
    await tested.engine[Symbol.asyncDispose]();
    expect(await listGroup(tested.pid)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is not ended by %s, which is for the process above it', async (signal) => {
    await using tested = await startEngine();
    process.kill(tested.pid, signal);
    expect((await tested.engine.recognize({ file: golden })).call.voices).toHaveLength(1);
    expect(tested.events.map(({ kind }) => kind)).not.toContain('ended');
  });
});

describe('an engine whose decoder is killed', () => {
  test('loses that call alone', async () => {
    await using tested = await startEngine({ ffmpeg: await createSlowDecoder() });
    const { pid } = tested;
    const running = tested.engine.recognize({ file: await writeLongCall(600) });
    running.catch(() => {});
    process.kill(await untilDecoding(pid), 'SIGKILL');
    await expect(running).rejects.toMatchObject({ name: 'RecognizerError', code: 'decoder_failed' });
    expect((await tested.engine.recognize({ file: golden })).call.voices).toHaveLength(1);
    expect(tested.pid).toBe(pid);
  });
});

describe('an engine whose parent is killed', () => {
  test('ends, and its decoder too', async () => {
    const file = await writeLongCall(600);
    const parent = fork(new URL('./_parent.ts', import.meta.url), [file, await createSlowDecoder()], { execArgv: [] });
    const [pid] = (await once(parent, 'message')) as [number];
    await untilDecoding(pid);
    parent.kill('SIGKILL');
    await expect.poll(() => listGroup(pid), { timeout: 15_000 }).toEqual([]);
  });
});

/** Waits until the engine's process decodes, and says which process does. */
async function untilDecoding(group: number): Promise<number> {
  const decoder = await waitFor(async () => (await listGroup(group)).find(({ name }) => name === 'ffmpeg'));
  return decoder.pid;
}
