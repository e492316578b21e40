import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const engine = {
  DATABASE_URL: 'mysql://callscript@127.0.0.1:9/callscript',
  BROKER_URL: 'amqp://127.0.0.1:9',
  VAULT_URL: 'file:///nowhere/vault',
  TRANSCRIPTION_ROLE: 'engine',
};

async function start(environment: Record<string, string>): Promise<{ code: unknown; output: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [main], { env: environment, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ code: error?.code, output: `${stderr}\n${stdout}` });
    });
  });
}

/** Not part of the npm package: an install script fetches it where it is wanted. */
function hasCudaProvider(): boolean {
  const speech = createRequire(import.meta.url).resolve('@callscript/speech');
  const binding = dirname(createRequire(speech).resolve('onnxruntime-node/package.json'));
  return existsSync(join(binding, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'));
}

describe('ASR_DEVICE=cuda', () => {
  test.skipIf(hasCudaProvider())(
    'does not start without the CUDA provider, and names the setting, the library and the document',
    async () => {
      const { code, output } = await start({ ...engine, ASR_DEVICE: 'cuda' });

      expect(code).toBe(1);
      expect(output).toContain('ASR_DEVICE=cuda: CUDA cannot be used: libonnxruntime_providers_shared.so is not in');
      expect(output).toContain('docs/gpu-box.md');
    },
  );

  test('does not start with int8 graphs, which have no CUDA operators', async () => {
    const { code, output } = await start({ ...engine, ASR_DEVICE: 'cuda', ASR_PRECISION: 'int8' });

    expect(code).toBe(1);
    expect(output).toMatch(/ASR_DEVICE=cuda: .*int8/);
  });
});
