import { describe, expect, test } from 'vitest';
import { Slots } from './slots.ts';

const endless = 60_000;

describe('Slots', () => {
  test('gives as many places as there are, and the next to who waits longest', async () => {
    const slots = new Slots(2);
    expect([await slots.take(endless), await slots.take(endless)]).toEqual([true, true]);
    const granted: string[] = [];
    const first = slots.take(endless).then(() => granted.push('first'));
    const second = slots.take(endless).then(() => granted.push('second'));
    slots.release();
    await first;
    expect(granted).toEqual(['first']);
    slots.release();
    await second;
    expect(granted).toEqual(['first', 'second']);
  });

  test('refuses who has waited long enough, and gives that place to nobody twice', async () => {
    const slots = new Slots(1);
    await slots.take(0);
    expect(await slots.take(5)).toBe(false);
    const patient = slots.take(endless);
    slots.release();
    expect(await patient).toBe(true);
    expect(await slots.take(5)).toBe(false);
    slots.release();
    expect(await slots.take(0)).toBe(true);
  });

  test('never lets more in than there are places', async () => {
    const slots = new Slots(3);
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        if (!(await slots.take(endless))) return;
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        slots.release();
      }),
    );
    expect({ most, inside }).toEqual({ most: 3, inside: 0 });
  });
});
