import { parseSettings } from '@callscript/service';
import { describe, expect, test } from 'vitest';
import { apiSettings } from './config.ts';

const given = {
  DATABASE_URL: 'mysql://u:p@127.0.0.1:3306/callscript',
  BROKER_URL: 'amqp://u:p@127.0.0.1:5672',
  JWT_SECRET: 'ab'.repeat(32),
  ARCHIVE_URL: 'file:///var/lib/callscript/archive',
};

describe('settings', () => {
  test('have defaults where a default is safe', () => {
    expect(parseSettings(apiSettings, given)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8003,
      ACCESS_TOKEN_TTL_SECONDS: 900,
      TRUSTED_PROXIES: [],
    });
  });

  test('are named when they are missing', () => {
    for (const name of Object.keys(given)) {
      expect(() => parseSettings(apiSettings, { ...given, [name]: '' })).toThrow(`${name}: is required`);
    }
  });

  test('are named when they are malformed', () => {
    const malformed = {
      JWT_SECRET: 'short',
      SECRETS_KEY: 'short',
      ARCHIVE_URL: 'https://example.com',
      PORT: '70000',
      ACCESS_TOKEN_TTL_SECONDS: '5',
      TRUSTED_PROXIES: '10.0.0.0/8,everyone',
    };
    for (const [name, value] of Object.entries(malformed)) {
      expect(() => parseSettings(apiSettings, { ...given, [name]: value })).toThrow(`${name}: `);
    }
  });

  test('take proxies as addresses and ranges of either family', () => {
    const proxies = ['10.0.0.0/8', '127.0.0.1', '::1', 'fd00::/8'];
    expect(parseSettings(apiSettings, { ...given, TRUSTED_PROXIES: proxies.join(', ') }).TRUSTED_PROXIES).toEqual(
      proxies,
    );
  });
});
