import { describe, expect, test } from 'vitest';
import { watchEventLoop } from '../../bench/_watch-event-loop.ts';
import { startEngine, writeLongCall } from './_engine.ts';

describe('the process above the engine', () => {
  test('is never held for 50 ms while two long calls are recognised, nor grows with them', async () => {
    await using tested = await startEngine({ lanes: 2 });
    const file = await writeLongCall(600);
    const before = process.memoryUsage().rss;
    const watch = watchEventLoop();
    const calls = await Promise.all([tested.engine.recognize({ file }), tested.engine.recognize({ file })]);
    // In processor time: what other processes take from this one is not the engine's doing.
    const { cpuMaxMs } = watch.stop();
    expect(cpuMaxMs).toBeLessThan(50);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20);
    expect(calls.map(({ call }) => call.durationSeconds)).toEqual([600, 600]);
    expect(new Set(calls.map(({ meta }) => meta.lane)).size).toBe(2);
  });
});
