import { expect, test } from 'vitest';
import { parseSettings } from '@callscript/service';
import { buildConfig, sandboxSettings } from './config.ts';

const loadConfig = (environment: Record<string, string>) => buildConfig(parseSettings(sandboxSettings, environment));

test('nothing needs to be set', () => {
  expect(loadConfig({})).toMatchObject({
    http: { host: '127.0.0.1', port: 8900 },
    smtp: { host: '127.0.0.1', port: 1025 },
    inbox: { folder: null, maxMessages: 500 },
    mcube: { uploadFolder: null },
  });
});

test('an empty setting counts as not given', () => {
  expect(loadConfig({ SANDBOX_PORT: '', SANDBOX_DATA_FOLDER: '' })).toEqual(loadConfig({}));
});

test('one data folder holds the mail and the uploads', () => {
  const { inbox, mcube } = loadConfig({ SANDBOX_DATA_FOLDER: '/data' });
  expect([inbox.folder, mcube.uploadFolder]).toEqual(['/data/inbox', '/data/recordings']);
});

test('a malformed setting is named', () => {
  expect(() => loadConfig({ SANDBOX_PORT: 'http' })).toThrow(/SANDBOX_PORT/);
});
