import { expect, test } from 'vitest';

import { waitFor } from './wait-for.ts';

test('returns the value once it is there, whatever was thrown before', async () => {
  let calls = 0;
  const value = await waitFor(() => {
    calls += 1;
    if (calls === 1) throw new Error('not yet');
    return calls === 3 ? 'here' : undefined;
  });
  expect([value, calls]).toEqual(['here', 3]);
});

test('gives up with the message and the last failure', async () => {
  const failure = new Error('no such row');
  await expect(
    waitFor(() => Promise.reject(failure), { timeoutMs: 30, intervalMs: 5, message: 'the call was never stored' }),
  ).rejects.toMatchObject({ message: 'the call was never stored (waited 30 ms)', cause: failure });
});
