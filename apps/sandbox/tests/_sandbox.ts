import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleCall } from '@callscript/samples';
import { createLogger, parseSettings } from '@callscript/service';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { buildConfig, sandboxSettings } from '../src/config.ts';
import { startSandbox, type Sandbox } from '../src/service.ts';

export type TestSandbox = Sandbox & {
  get(path: string, init?: RequestInit): Promise<Response>;
  getJson<T>(path: string): Promise<T>;
  post(path: string, body: unknown): Promise<Response>;
  send(mail: SendMailOptions, options?: { auth?: { user: string; pass: string } }): Promise<unknown>;
};

/** A sandbox on free ports, in memory unless a data folder is given, that retries webhooks at once. */
export async function startTestSandbox(
  environment: Record<string, string> = {},
  recordings: readonly string[] = [],
  samples: readonly SampleCall[] = [],
): Promise<TestSandbox> {
  const settings = parseSettings(sandboxSettings, { SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0', ...environment });
  const config = buildConfig(settings);
  const logger = createLogger({ service: 'sandbox', level: 'silent' });
  const sandbox = await startSandbox(
    { ...config, mcube: { ...config.mcube, retryDelaysMs: [1, 1] } },
    { recordings, samples, logger },
  );
  const get = (path: string, init?: RequestInit) => fetch(`${sandbox.url}${path}`, init);
  return {
    ...sandbox,
    get,
    getJson: async <T>(path: string) => (await (await get(path)).json()) as T,
    post: (path, body) =>
      get(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    async send(mail, { auth } = {}) {
      const transport = createTransport({
        host: '127.0.0.1',
        port: sandbox.smtpPort,
        ignoreTLS: true,
        ...(auth && { auth }),
      });
      try {
        return await transport.sendMail({ from: 'coach@example.com', to: 'ana@example.com', ...mail });
      } finally {
        transport.close();
      }
    },
  };
}

export type TemporaryFolder = AsyncDisposable & { path: string };

export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A file that stands for a recording: its bytes are counted, never decoded. */
export async function writeRecording(folder: TemporaryFolder, name: string, bytes: Buffer): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, bytes);
  return path;
}
