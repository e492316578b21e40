import path from 'node:path';
import { goldenDirectory, modelDirectory } from '@callscript/demo-model';
import { listSampleCalls } from '@callscript/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelError, SpeechEngine, type EngineResult } from '../../src/index.ts';
import { readGolden } from '../_golden.ts';
import { listGroup, startEngine, writeLongCall, type TestEngine } from './_engine.ts';

const golden = (name: string): string => path.join(goldenDirectory, `${name}.wav`);
const textOf = ({ call }: EngineResult): string[] =>
  call.voices.map(({ words }) => words.map(({ word }) => word).join(' '));

describe('SpeechEngine', () => {
  let shared: TestEngine;
  beforeAll(async () => {
    shared = await startEngine({ lanes: 2 });
  });
  afterAll(() => shared[Symbol.asyncDispose]());

  test.each(['quote', 'refusal', 'pricing'])('hears the words of the call "%s"', async (name) => {
    const result = await shared.engine.recognize({ file: golden(name) });
    expect(textOf(result)).toEqual([readGolden(name).text]);
    expect(result.meta).toMatchObject({ device: 'cpu', precision: 'fp32', container: 'wav', truncated: false });
    expect(result.meta.encoderMs).toBeGreaterThan(0);
    expect(result.meta.computeMs).toBeGreaterThanOrEqual(result.meta.encoderMs);
  });

  test('hears the same in calls that share batches as in each call alone, chunk by chunk', async () => {
    const samples = (await listSampleCalls()).filter(({ durationSeconds }) => durationSeconds < 60);
    const files = samples.map(({ recordingPath }) => recordingPath);
    await using chunkwise = await startEngine({ batchMemoryBytes: 1 });
    const alone: string[][] = [];
    for (const file of files) alone.push(textOf(await chunkwise.engine.recognize({ file })));
    await using batchwise = await startEngine({ lanes: 3, batchMemoryBytes: 2 ** 31 });
    const together = await Promise.all(files.map((file) => batchwise.engine.recognize({ file })));
    expect(together.map(textOf)).toEqual(alone);
    expect(new Set(together.map(({ meta }) => meta.lane))).toEqual(new Set([0, 1, 2]));
    const sizesOf = ({ events }: TestEngine): number[] =>
      events.flatMap((event) => (event.kind === 'batch' ? [event.chunks] : []));
    expect(Math.max(...sizesOf(chunkwise))).toBe(1);
    expect(Math.max(...sizesOf(batchwise))).toBeGreaterThan(2);
  });

  test('refuses what is no recording, and what is too long, with a reason for a person', async () => {
    await expect(shared.engine.recognize({ file: import.meta.filename })).rejects.toMatchObject({
      name: 'AudioFormatError',
      code: 'not_audio',
    });
    await expect(shared.engine.recognize({ file: golden('quote'), maxSeconds: 2 })).rejects.toMatchObject({
      name: 'AudioFormatError',
      code: 'too_long',
    });
  });

  test('rejects an aborted call at once, and its lane takes the next', async () => {
    const file = await writeLongCall(1800);
    await using alone = await startEngine();
    const controller = new AbortController();
    const call = alone.engine.recognize({ file }, controller.signal);
    const next = alone.engine.recognize({ file: golden('refusal') });
    await alone.next('batch');
    controller.abort(new Error('lease lost'));
    await expect(call).rejects.toThrow('lease lost');
    expect(textOf(await next)).toEqual([readGolden('refusal').text]);
  });

  test('an aborted call that waits for a lane never takes one', async () => {
    const controller = new AbortController();
    const busy = ['quote', 'pricing'].map((name) => shared.engine.recognize({ file: golden(name) }));
    const waiting = shared.engine.recognize({ file: golden('quote') }, controller.signal);
    controller.abort(new Error('lease lost'));
    await expect(waiting).rejects.toThrow('lease lost');
    await Promise.all(busy);
  });
});

describe('SpeechEngine, at its start', () => {
  test('rejects with what is wrong with the model, and leaves no process', async () => {
    const starting = SpeechEngine.start({
      modelDirectory: path.join(modelDirectory, 'nowhere'),
      precision: 'fp32',
      device: 'cpu',
      intraOpThreads: 1,
      lanes: 1,
    });
    await expect(starting).rejects.toBeInstanceOf(ModelError);
    await expect(starting).rejects.toMatchObject({ code: 'model_file_missing' });
  });

  test('rejects when there is no ffmpeg', async () => {
    await expect(startEngine({ ffmpeg: '/nowhere/ffmpeg' })).rejects.toMatchObject({
      code: 'decoder_unavailable',
      message: expect.stringContaining('/nowhere/ffprobe'),
    });
  });

  test('is ready with all models warm, and says so until it is disposed of', async () => {
    const { engine, events, pid } = await startEngine();
    expect(engine.isReady).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(['batch', 'batch', 'started']);
    await engine[Symbol.asyncDispose]();
    expect(engine.isReady).toBe(false);
    expect(await listGroup(pid)).toEqual([]);
    await expect(engine.recognize({ file: golden('quote') })).rejects.toMatchObject({ code: 'recognizer_disposed' });
  });

  test('rejects the running and the waiting calls when it is disposed of', async () => {
    const tested = await startEngine();
    const { engine } = tested;
    const file = await writeLongCall(1800);
    const calls = Promise.allSettled([engine.recognize({ file }), engine.recognize({ file })]);
    await tested.next('batch');
    await engine[Symbol.asyncDispose]();
    expect(await calls).toMatchObject([
      { reason: { code: 'recognizer_disposed' } },
      { reason: { code: 'recognizer_disposed' } },
    ]);
  });
});
