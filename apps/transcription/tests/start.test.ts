import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const complete = {
  DATABASE_URL: 'mysql://callscript@127.0.0.1:9/callscript',
  BROKER_URL: 'amqp://127.0.0.1:9',
  VAULT_URL: 'file:///nowhere/vault',
};

async function start(environment: Record<string, string>): Promise<{ code: unknown; stderr: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [main], { env: environment, timeout: 30_000 }, (error, _stdout, stderr) => {
      resolve({ code: error?.code, stderr });
    });
  });
}

describe('transcription', () => {
  test.each([
    ['recordings.example.com', '"recordings.example.com" is not host:port'],
    ['127.0.0.1:8900, https://recordings.example.com:443', '"https://recordings.example.com:443" is not host:port'],
    ['10.0.0.0/8:80', '"10.0.0.0/8:80" is not host:port'],
    ['127.0.0.1:99999', '"127.0.0.1:99999" is not host:port'],
  ])('does not start with RECORDING_ALLOWED_HOSTS=%s, and says why', async (hosts, why) => {
    const { code, stderr } = await start({ ...complete, RECORDING_ALLOWED_HOSTS: hosts });

    expect(code).toBe(78);
    expect(stderr).toBe(`invalid settings:\n  RECORDING_ALLOWED_HOSTS: ${why}\n`);
  });

  test.each([
    ['/var/lib/callscript/vault', 'an object store needs a URL, file:///folder or s3://bucket'],
    ['https://vault.example.com', 'an object store is file:// or s3://, not https://'],
    ['s3://key:secret@calls', 'an s3:// URL must hold no credentials: it is logged'],
    ['s3://calls?endpint=http://127.0.0.1:8333', 'an s3:// URL has no setting named "endpint"'],
  ])('does not start with VAULT_URL=%s, and says why', async (url, why) => {
    expect(await start({ ...complete, VAULT_URL: url })).toEqual({
      code: 78,
      stderr: `invalid settings:\n  VAULT_URL: ${why}\n`,
    });
  });

  test('does not start without a vault, and says so', async () => {
    const { VAULT_URL: _, ...rest } = complete;

    expect(await start(rest)).toEqual({ code: 78, stderr: 'invalid settings:\n  VAULT_URL: is required\n' });
  });
});
