import { describe, expect, test } from 'vitest';
import { brokerSettings, parseSettings, setting, SettingsError } from '../src/index.ts';

function errorOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseSettings', () => {
  test('names every setting that is missing or malformed, in one go', () => {
    const shape = { SECRETS_KEY: setting.key(), PORT: setting.port(), VAULT_URL: setting.url('file', 's3') };

    const message = errorOf(() => parseSettings(shape, { PORT: 'eighty', VAULT_URL: 'ftp://x' }));

    expect(message).toBe(
      [
        'invalid settings:',
        '  SECRETS_KEY: is required',
        '  PORT: must be a number',
        '  VAULT_URL: must be a URL (file, s3)',
      ].join('\n'),
    );
  });

  test('takes an empty value for a missing one', () => {
    const shape = { PORT: setting.port().default(8002), HOST: setting.text() };

    expect(errorOf(() => parseSettings(shape, { PORT: '', HOST: '' }))).toBe('invalid settings:\n  HOST: is required');
    expect(parseSettings(shape, { PORT: '', HOST: 'x' })).toEqual({ PORT: 8002, HOST: 'x' });
  });

  test('never repeats the value: it may be a secret', () => {
    const shape = { SECRETS_KEY: setting.key() };
    expect(errorOf(() => parseSettings(shape, { SECRETS_KEY: 'hunter2' }))).not.toContain('hunter2');
  });
});

describe('setting', () => {
  const read = <T>(kind: T, value: string) => parseSettings({ X: kind as never }, { X: value });

  test('a key is 32 bytes in hexadecimal', () => {
    expect(read(setting.key(), 'ab'.repeat(32))).toEqual({ X: Buffer.alloc(32, 0xab) });
    expect(errorOf(() => read(setting.key(), 'ab'.repeat(31)))).toContain('64 hexadecimal digits');
  });

  test('a list leaves out what is empty', () => {
    expect(read(setting.list(), ' a, ,b,')).toEqual({ X: ['a', 'b'] });
    expect(parseSettings({ X: setting.list() }, {})).toEqual({ X: [] });
  });

  test('addresses are IP addresses or CIDR ranges', () => {
    expect(read(setting.addresses(), '10.0.0.0/8,::1')).toEqual({ X: ['10.0.0.0/8', '::1'] });
    expect(errorOf(() => read(setting.addresses(), 'foo'))).toContain('X: must be IP addresses or CIDR ranges');
    expect(errorOf(() => read(setting.addresses(), '10.0.0.0/33'))).toContain('CIDR');
  });

  test('a broker may have several nodes', () => {
    expect(parseSettings(brokerSettings, { BROKER_URL: 'amqp://a:1, amqps://b:2' })).toEqual({
      BROKER_URL: ['amqp://a:1', 'amqps://b:2'],
    });
    expect(errorOf(() => parseSettings(brokerSettings, { BROKER_URL: 'amqp://a,http://b' }))).toContain(
      'BROKER_URL: must be',
    );
  });

  test('whole numbers stay within their bounds', () => {
    expect(errorOf(() => read(setting.integer(1, 5), '6'))).toContain('X:');
    expect(errorOf(() => read(setting.integer(1, 5), '1.5'))).toContain('whole number');
  });
});
