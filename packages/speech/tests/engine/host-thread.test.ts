import { describe, expect, test } from 'vitest';
import { HostThread } from '../../src/engine/process/host-thread.ts';

async function startHost(fault: string): Promise<HostThread> {
  return HostThread.start({
    engine: { modelDirectory: fault, precision: 'fp32', device: 'cpu', intraOpThreads: 1, lanes: 1 },
    onEvent: () => {},
    askMs: 5,
    file: new URL('./_fake-host.ts', import.meta.url),
  });
}

describe('the model thread', () => {
  test.each([
    ['exit', 'the model thread ended unexpectedly'],
    ['throw', 'the model thread ended: uncaught in the model thread'],
    ['fault', 'CUDA failure 700'],
    ['hang', 'the model thread hangs'],
  ])('is lost by %s, with a reason', async (fault, reason) => {
    const host = await startHost(fault);
    host.connect();
    await expect(host.lost).rejects.toThrow(reason);
  });

  test('is not lost to a fault of the device that came before it was ready: it may have taken another', async () => {
    const host = await startHost('faulty start');
    const outcome = await Promise.race([
      host.lost.catch((error: unknown) => error),
      new Promise((resolve) => setTimeout(resolve, 200, 'runs')),
    ]);
    expect(outcome).toBe('runs');
  });
});
