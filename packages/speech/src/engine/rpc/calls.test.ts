import { MessageChannel } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AudioFormatError } from '../../audio/audio-format-error.ts';
import { ModelError } from '../../recognition/model-error.ts';
import { RecognizerError } from '../recognizer-error.ts';
import { RemoteCalls } from './remote-calls.ts';
import { ServedCalls, type Answer } from './served-calls.ts';

/** Both sides, over a real channel. */
function connect<Request, Response>(
  handle: (request: Request, signal: AbortSignal) => Promise<Answer<Response>>,
): RemoteCalls<Request, Response> {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const remote = new RemoteCalls<Request, Response>((message, transfer) => port1.postMessage(message, transfer));
  const served = new ServedCalls<Request, Response>(handle, (message, transfer) =>
    port2.postMessage(message, transfer),
  );
  port1.on('message', (message) => remote.accept(message));
  port2.on('message', (message) => served.accept(message));
  return remote;
}

describe('calls from one thread to another', () => {
  test('are answered each with its own result, in whatever order they end', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const remote = connect(async (index: number) => {
      await gates[index].promise;
      gates[index - 1]?.resolve();
      return { value: index * 10 };
    });
    const answers = [remote.call(0), remote.call(1)];
    gates[1].resolve();
    expect(await Promise.all(answers)).toEqual([0, 10]);
  });

  test('move their buffers both ways', async () => {
    const remote = connect(async (samples: Float32Array) => {
      const value = samples.map((sample) => sample * 2);
      return { value, transfer: [value.buffer] };
    });
    const samples = Float32Array.of(1, 2);
    expect(await remote.call(samples, [samples.buffer])).toEqual(Float32Array.of(2, 4));
    expect(samples.length).toBe(0);
  });

  test.each([
    new AudioFormatError('too_long', 'The recording lasts 5 h.'),
    new ModelError('device_unusable', 'There is no GPU.'),
    new RecognizerError('recognizer_crashed', 'The lane ended.'),
  ])('keep class, code and message of an error: $name', async (error) => {
    const remote = connect(async () => {
      throw error;
    });
    const heard = remote.call(1);
    await expect(heard).rejects.toBeInstanceOf(error.constructor);
    await expect(heard).rejects.toMatchObject({ code: error.code, message: error.message });
  });

  test('fail as recognizer_failed with the message of any other error', async () => {
    const remote = connect(async () => {
      throw new TypeError('no such tensor');
    });
    await expect(remote.call(1)).rejects.toMatchObject({ code: 'recognizer_failed', message: 'no such tensor' });
  });

  test('tell the other side of an abort and wait for its answer', async () => {
    const remote = connect(async (_request: number, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { value: 'stopped' };
    });
    const controller = new AbortController();
    const answer = remote.call(1, [], controller.signal);
    controller.abort();
    expect(await answer).toBe('stopped');
  });

  test('are not made when they are aborted beforehand', async () => {
    const remote = connect(async () => ({ value: 1 }));
    await expect(remote.call(1, [], AbortSignal.abort(new Error('lease lost')))).rejects.toThrow('lease lost');
  });

  test('reject when the other side has ended, those under way and those to come', async () => {
    const remote = connect(() => new Promise<never>(() => {}));
    const under = remote.call(1);
    remote.end(new Error('gone'));
    await expect(under).rejects.toThrow('gone');
    await expect(remote.call(2)).rejects.toThrow('gone');
  });
});
