import { describe, expect, test } from 'vitest';
import { vaultKey } from './vault-key.ts';

describe('vaultKey', () => {
  test('is the business, the month in UTC, and the call', () => {
    const call_starttime = new Date('2026-03-01T00:30:00+05:30');
    expect(vaultKey({ bid: '6004', callid: 'c:1.a', call_starttime }, 'wav')).toBe('6004/2026/02/c:1.a.wav');
  });

  test.each([
    ['../6004', 'c1'],
    ['6004', '../c1'],
    ['6004', 'a/b'],
    ['6004', '..'],
  ])('refuses the ids %j and %j, which would lead elsewhere', (bid, callid) => {
    expect(() => vaultKey({ bid, callid, call_starttime: new Date(0) }, 'wav')).toThrow(/./);
  });
});
