import { describe, expect, test } from 'vitest';
import { ProviderError, type ProviderErrorCode } from './provider-error.ts';
import { createRateLimit } from './rate-limit.ts';
import { createVendorGuard } from './vendor-guard.ts';

function startGuard({ failures = 2, openMs = 50 } = {}) {
  const seen: string[] = [];
  const guard = createVendorGuard({ provider: 'sarvam', failures, openMs, onCircuit: (circuit) => seen.push(circuit) });
  let asked = 0;
  const ask = (code?: ProviderErrorCode) =>
    guard
      .run(() => {
        asked += 1;
        return code === undefined ? Promise.resolve('ok') : Promise.reject(new ProviderError('sarvam', code, 'no'));
      })
      .catch((error: ProviderError) => error.code);
  return { ask, seen, asked: () => asked, guard };
}

describe('a vendor guard', () => {
  test('opens after outages in a row, and asks no more', async () => {
    const { ask, seen, asked } = startGuard({ openMs: 60_000 });
    expect(await ask('unavailable')).toBe('unavailable');
    expect(await ask()).toBe('ok');
    expect([await ask('timeout'), await ask('key_refused'), await ask()]).toEqual([
      'timeout',
      'key_refused',
      'circuit_open',
    ]);
    expect(asked()).toBe(4);
    expect(seen).toEqual(['open']);
  });

  test('counts nothing that is the call’s own fault', async () => {
    const { ask } = startGuard();
    for (const code of ['corrupt_audio', 'refused', 'too_large', 'rate_limited'] as const) {
      expect(await ask(code)).toBe(code);
    }
    expect(await ask()).toBe('ok');
  });

  test('says how long it stays open, to each a little longer, with what opened it', async () => {
    const { ask, guard } = startGuard({ failures: 1, openMs: 10_000 });
    await ask('unavailable');
    const error = await guard.run(() => Promise.resolve()).catch((thrown: ProviderError) => thrown);
    expect(error).toMatchObject({
      failure: 'throttled',
      alternative: 'at_once',
      message: expect.stringMatching(/: no$/),
    });
    expect((error as ProviderError).retryAfterMs).toBeGreaterThan(9_000);
    expect((error as ProviderError).retryAfterMs).toBeLessThan(15_001);
  });

  test('lets one request try after a while, and the others wait for it', async () => {
    const { ask, seen, guard } = startGuard({ failures: 1 });
    await ask('unavailable');
    await expect.poll(() => ask()).toBe('ok');
    expect(seen).toEqual(['open', 'half_open', 'closed']);

    await ask('unavailable');
    const trial = Promise.withResolvers<string>();
    let trying: Promise<string> | undefined;
    await expect
      .poll(async () => {
        trying ??= guard
          .run(() => trial.promise)
          .catch((error: ProviderError) => {
            trying = undefined;
            return error.code;
          });
        await Promise.resolve();
        return seen.at(-1);
      })
      .toBe('half_open');
    expect(await ask()).toBe('circuit_open');
    trial.resolve('back');
    expect(await trying).toBe('back');
    expect(await ask()).toBe('ok');
  });

  test('opens again when the trial fails', async () => {
    const { ask, seen } = startGuard({ failures: 1 });
    await ask('unavailable');
    await expect.poll(() => ask('unavailable')).toBe('unavailable');
    expect(await ask()).toBe('circuit_open');
    expect(seen).toEqual(['open', 'half_open', 'open']);
  });
});

describe('a rate limit', () => {
  const signal = new AbortController().signal;

  test('lets through what a minute holds, and then says how long to wait', async () => {
    const limit = createRateLimit('sarvam', 3);
    for (let i = 0; i < 3; i += 1) await limit.take(signal);
    await expect(limit.take(signal)).rejects.toMatchObject({ code: 'rate_limited', failure: 'throttled' });
    const error = await limit.take(signal).catch((thrown: ProviderError) => thrown);
    expect((error as ProviderError).retryAfterMs).toBeGreaterThan(10_000);
  });

  test('waits where that is short', async () => {
    const limit = createRateLimit('sarvam', 600);
    for (let i = 0; i < 600; i += 1) await limit.take(signal);
    await expect(limit.take(signal)).resolves.toBeUndefined();
  });
});
