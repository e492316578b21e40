import { describe, expect, test } from 'vitest';
import { RestartableWorker } from '../src/engine/restartable-worker.ts';
import type { Order } from './_crashing-worker.ts';

function createWorker(): RestartableWorker<string, Order, number> {
  return new RestartableWorker(new URL('./_crashing-worker.ts', import.meta.url), undefined);
}

describe('RestartableWorker', () => {
  test('answers requests in one thread', async () => {
    await using worker = createWorker();
    expect(await worker.start()).toBe('ready');
    const answers = [worker.request('echo', []), worker.request('echo', [])];
    expect(await Promise.all(answers)).toEqual([1, 2]);
  });

  test.each(['exit', 'throw'] as const)(
    'rejects all that waits when the thread dies by %s, and starts anew',
    async (order) => {
      await using worker = createWorker();
      await worker.start();
      const outcomes = await Promise.allSettled([worker.request('wait', []), worker.request(order, [])]);
      expect(outcomes).toMatchObject([
        { status: 'rejected', reason: { name: 'RecognizerError', code: 'recognizer_crashed' } },
        { status: 'rejected', reason: { name: 'RecognizerError', code: 'recognizer_crashed' } },
      ]);
      expect(await worker.request('echo', [])).toBe(1);
    },
  );

  test('tells why the thread died', async () => {
    await using worker = createWorker();
    await expect(worker.request('throw', [])).rejects.toMatchObject({
      cause: expect.objectContaining({ message: 'uncaught in the worker' }),
    });
  });

  test('keeps the thread when a request fails', async () => {
    await using worker = createWorker();
    await expect(worker.request('fail', [])).rejects.toMatchObject({
      code: 'recognizer_failed',
      message: 'this request only',
    });
    expect(await worker.request('echo', [])).toBe(2);
  });

  test('rejects an aborted request at once and goes on', async () => {
    await using worker = createWorker();
    const controller = new AbortController();
    const waiting = worker.request('wait', [], controller.signal);
    expect(await worker.request('echo', [])).toBe(2);
    controller.abort(new Error('lease lost'));
    await expect(waiting).rejects.toThrow('lease lost');
    await expect(worker.request('echo', [], controller.signal)).rejects.toThrow('lease lost');
    expect(await worker.request('echo', [])).toBe(3);
  });

  test('tells the thread which request was aborted', async () => {
    await using worker = createWorker();
    const controller = new AbortController();
    const waiting = [worker.request('wait', [], controller.signal), worker.request('wait', [])];
    waiting[1].catch(() => {});
    expect(await worker.request('count aborted', [])).toBe(0);
    controller.abort(new Error('lease lost'));
    await expect(waiting[0]).rejects.toThrow('lease lost');
    expect(await worker.request('count aborted', [])).toBe(1);
  });

  test('rejects what waits when it is disposed of, and everything after', async () => {
    const worker = createWorker();
    const waiting = worker.request('wait', []);
    const reason = waiting.catch((error: unknown) => error);
    expect(await worker.request('echo', [])).toBe(2);
    await worker[Symbol.asyncDispose]();
    expect(await reason).toMatchObject({ code: 'recognizer_disposed' });
    await expect(worker.request('echo', [])).rejects.toMatchObject({ code: 'recognizer_disposed' });
  });

  test('rejects a start that is cut off by disposal', async () => {
    const worker = createWorker();
    const reason = worker.start().catch((error: unknown) => error);
    await worker[Symbol.asyncDispose]();
    expect(await reason).toMatchObject({ code: 'recognizer_disposed' });
  });
});
