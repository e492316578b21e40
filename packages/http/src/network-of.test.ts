import { describe, expect, test } from 'vitest';
import { networkOf } from './network-of.ts';

describe('networkOf', () => {
  test('is the address itself for IPv4, also inside IPv6', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).toBe('::ffff:203.0.113.7');
  });

  test('is the /64 for IPv6, however its zeros are written', () => {
    const network = networkOf('2001:db8:1:2:3:4:5:6');
    expect(networkOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBe(network);
    expect(networkOf('2001:db8:1:2::1')).toBe(network);
    expect(networkOf('2001:db8:1:3::1')).not.toBe(network);
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:1:2:3:4'));
  });
});
