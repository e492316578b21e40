import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTarget, parseAllowedHosts } from './recording-target.ts';

const none = parseAllowedHosts([]);

/** Every IPv4 address that a recording may not come from, by its range's first address and length. */
const privateIpv4 = fc
  .constantFrom(
    ...([
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.0.0.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
    ] as const),
  )
  .chain(([network, bits]) =>
    fc.integer({ min: 0, max: 2 ** (32 - bits) - 1 }).map((offset) => {
      const first = network.split('.').reduce((value, part) => value * 256 + Number(part), 0);
      return first + offset;
    }),
  );

const bytesOf = (address: number): [number, number, number, number] => [
  Math.floor(address / 2 ** 24),
  Math.floor(address / 2 ** 16) % 256,
  Math.floor(address / 2 ** 8) % 256,
  address % 256,
];
const dotted = (address: number) => bytesOf(address).join('.');
const fullWidth = (text: string) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))).replaceAll('.', '。');
const hexPair = (address: number) => `${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`;

/** The ways to write one IPv4 address in a URL. */
const spellings: Record<string, (address: number) => string> = {
  dotted,
  'with a final dot': (address) => `${dotted(address)}.`,
  decimal: String,
  hexadecimal: (address) => `0x${address.toString(16)}`,
  octal: (address) => `0${address.toString(8)}`,
  'octal parts': (address) =>
    bytesOf(address)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
  'mixed parts': (address) => {
    const [a, b, c, d] = bytesOf(address);
    return `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`;
  },
  'two parts': (address) => `${bytesOf(address)[0]}.${address % 2 ** 24}`,
  'full-width digits': (address) => fullWidth(dotted(address)),
  'percent-encoded': (address) => dotted(address).replaceAll(/\d/g, (digit) => `%3${digit}`),
  'IPv4-mapped': (address) => `[::ffff:${dotted(address)}]`,
  'IPv4-mapped in hex': (address) => `[0:0:0:0:0:FFFF:${hexPair(address)}]`,
  'IPv4-compatible': (address) => `[::${dotted(address)}]`,
  NAT64: (address) => `[64:ff9b::${dotted(address)}]`,
  '6to4': (address) => `[2002:${hexPair(address)}::1]`,
};

describe('checkTarget', () => {
  test.each(Object.keys(spellings))('refuses every private address written %s', (name) => {
    fc.assert(
      fc.property(privateIpv4, fc.constantFrom('http', 'https'), (address, scheme) => {
        const url = `${scheme}://${spellings[name]?.(address)}/recording.wav`;
        expect(() => checkTarget(url, undefined, none)).toThrow(expect.objectContaining({ code: 'forbidden_address' }));
      }),
      { numRuns: 300 },
    );
  });

  test.each(['https://[::1]/a', 'https://[fe80::1]/a', 'https://[fd12:3456::1]/a', 'https://[ff02::1]/a'])(
    'refuses %s',
    (url) => {
      expect(() => checkTarget(url, undefined, none)).toThrow(expect.objectContaining({ code: 'forbidden_address' }));
    },
  );

  test.each([
    ['not a url', 'is not a URL'],
    ['ftp://media.example.com/a.wav', 'over https, not ftp:'],
    ['file:///etc/passwd', 'over https, not file:'],
    ['data:audio/wav;base64,UklGRg==', 'over https, not data:'],
    ['http://media.example.com/a.wav', 'https on port 443 only'],
    ['https://media.example.com:8443/a.wav', 'https on port 443 only'],
    ['https://8.8.8.8:22/', 'https on port 443 only'],
    ['https://user@media.example.com/a.wav', 'user name or a password'],
    ['https://:secret@media.example.com/a.wav', 'user name or a password'],
  ])('refuses %s', (url, reason) => {
    expect(() => checkTarget(url, undefined, none)).toThrow(
      expect.objectContaining({ code: 'forbidden_url', message: expect.stringContaining(reason) }),
    );
  });

  test('lets public https hosts through, also relative to the page that redirected', () => {
    const { url, isAllowedHost } = checkTarget('https://Media.Example.com:443/a.wav?k=1', undefined, none);
    expect({ href: url.href, isAllowedHost }).toEqual({
      href: 'https://media.example.com/a.wav?k=1',
      isAllowedHost: false,
    });
    expect(checkTarget('/b.wav', url, none).url.href).toBe('https://media.example.com/b.wav');
    expect(() => checkTarget('//127.0.0.1/b.wav', url, none)).toThrow('private or reserved');
  });

  test('lets exactly the allowed host and port through', () => {
    const allowed = parseAllowedHosts(['127.0.0.1:8900', 'PBX.example.com:80', '[::1]:443']);
    for (const url of [
      'http://127.0.0.1:8900/a',
      'https://0x7f000001:8900/a',
      'http://pbx.example.com/a',
      'https://[0::1]/a',
    ]) {
      expect(checkTarget(url, undefined, allowed).isAllowedHost).toBe(true);
    }
    for (const url of [
      'http://127.0.0.1:8901/a',
      'http://127.0.0.2:8900/a',
      'http://localhost:8900/a',
      'https://pbx.example.com:8443/a',
      'http://[::1]/a',
      'http://user@127.0.0.1:8900/a',
    ]) {
      expect(() => checkTarget(url, undefined, allowed)).toThrow(/./);
    }
  });
});

describe('parseAllowedHosts', () => {
  test.each([
    'localhost',
    'localhost:',
    ':80',
    'http://localhost:80',
    'localhost:99999',
    'a b:80',
    'a@b:80',
    'a:80/x',
    '*:80,b:1',
  ])('refuses %j by name', (entry) => {
    expect(() => parseAllowedHosts([entry])).toThrow(`"${entry}" is not host:port`);
  });
});
