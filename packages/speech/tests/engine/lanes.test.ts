import { EventEmitter, once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LanePool, type Lane } from '../../src/engine/process/lane-pool.ts';
import { LaneThread } from '../../src/engine/process/lane-thread.ts';
import type { EngineOptions } from '../../src/engine/engine-options.ts';

const options: EngineOptions = { modelDirectory: '', precision: 'fp32', device: 'cpu', intraOpThreads: 1, lanes: 1 };
const models = { device: 'cpu', deviceNote: undefined, diarization: undefined } as const;
const never = new AbortController().signal;

/** Lanes in real threads that do what the name of the file says, instead of recognising it. */
async function startPool(lanes: number, cancelGraceMs = 60_000) {
  const ended: [number, string][] = [];
  const started: Lane[] = [];
  const begun = new EventEmitter();
  onTestFinished(() => started.forEach((lane) => lane.terminate()));
  const pool = await LanePool.start({
    lanes,
    cancelGraceMs,
    startLane: async (lane) => {
      const { port2: host } = new MessageChannel();
      const thread = await LaneThread.start(
        { lane, options, models, host },
        new URL('./_fake-lane.ts', import.meta.url),
      );
      started.push(thread);
      const recognize: Lane['recognize'] = (request, signal) => {
        const answer = thread.recognize(request, signal);
        begun.emit(request.file);
        return answer;
      };
      return { ended: thread.ended, recognize, terminate: () => thread.terminate() };
    },
    onLaneEnded: (lane, reason) => ended.push([lane, reason]),
  });
  return { pool, ended, untilBegun: (file: string) => once(begun, file) };
}

describe('lanes', () => {
  test('work side by side', async () => {
    const { pool } = await startPool(2);
    const controller = new AbortController();
    const waiting = pool.recognize({ file: 'wait' }, controller.signal);
    expect((await pool.recognize({ file: 'answer' }, never)).call.durationSeconds).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toThrow('stopped');
  });

  test.each([
    ['exit', 'its thread ended unexpectedly'],
    ['throw', 'uncaught in the lane'],
  ])('that die by %s lose their call alone and are replaced', async (file, reason) => {
    const { pool, ended } = await startPool(2);
    const controller = new AbortController();
    const other = pool.recognize({ file: 'wait' }, controller.signal);
    await expect(pool.recognize({ file }, never)).rejects.toMatchObject({
      name: 'RecognizerError',
      code: 'recognizer_crashed',
      message: expect.stringContaining(reason),
    });
    expect((await pool.recognize({ file: 'answer' }, never)).call.durationSeconds).toBe(1);
    expect(ended).toEqual([[1, reason]]);
    controller.abort();
    await expect(other).rejects.toThrow('stopped');
  });

  test('outlive a call that fails', async () => {
    const { pool, ended } = await startPool(1);
    await expect(pool.recognize({ file: 'fail' }, never)).rejects.toMatchObject({ code: 'recognizer_failed' });
    await pool.recognize({ file: 'answer' }, never);
    expect(ended).toEqual([]);
  });

  test('take the next call when an aborted one has stopped', async () => {
    const { pool, untilBegun } = await startPool(1);
    const controller = new AbortController();
    const first = pool.recognize({ file: 'wait' }, controller.signal);
    await untilBegun('wait');
    const second = pool.recognize({ file: 'answer' }, never);
    controller.abort();
    await expect(first).rejects.toThrow('stopped');
    expect((await second).call.durationSeconds).toBe(0);
  });

  test('are ended and replaced when an aborted call does not stop', async () => {
    const { pool, ended, untilBegun } = await startPool(1, 20);
    const controller = new AbortController();
    const stuck = pool.recognize({ file: 'hang' }, controller.signal);
    await untilBegun('hang');
    controller.abort();
    await expect(stuck).rejects.toMatchObject({ code: 'recognizer_crashed' });
    await pool.recognize({ file: 'answer' }, never);
    expect(ended).toHaveLength(1);
  });

  test('report when one cannot be replaced', async () => {
    let starts = 0;
    const end = Promise.withResolvers<string>();
    const pool = await LanePool.start({
      lanes: 1,
      cancelGraceMs: 1,
      startLane: async () => {
        if (starts++ > 0) throw new Error('the model is gone');
        return { ended: end.promise, recognize: () => Promise.reject(new Error('unused')), terminate: () => {} };
      },
      onLaneEnded: () => {},
    });
    end.resolve('killed');
    await expect(pool.failed).rejects.toThrow('the model is gone');
  });
});
