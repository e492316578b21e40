import { expect, test } from 'vitest';
import { inBatches } from './in-batches.ts';

test('inBatches repeats while its bound was filled, and tells how far it is', async () => {
  const backlog = [3, 3, 1, 3];
  const told: number[] = [];
  const total = await inBatches(3, async (done) => {
    told.push(done);
    return backlog.shift() ?? 0;
  });
  expect({ total, told, backlog }).toEqual({ total: 7, told: [0, 3, 6], backlog: [3] });
});

test('inBatches leaves the rest of a backlog without end to the next pass', async () => {
  expect(await inBatches(10, async () => 10)).toBe(200);
});
