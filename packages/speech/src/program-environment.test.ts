import { expect, test, vi } from 'vitest';
import { programEnvironment } from './program-environment.ts';

test('passes on what programs need to run, and no secret', () => {
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '1');
  vi.stubEnv('SECRETS_KEY', 'secret');
  vi.stubEnv('DATABASE_URL', 'mysql://user:secret@127.0.0.1/callscript');
  vi.stubEnv('DEEPGRAM_API_KEY', 'secret');
  const environment = programEnvironment();
  vi.unstubAllEnvs();
  expect(environment).toMatchObject({ PATH: expect.any(String), CUDA_VISIBLE_DEVICES: '1' });
  expect(JSON.stringify(environment)).not.toContain('secret');
});
