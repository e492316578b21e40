import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/{src,tests}/**/*.test.ts', 'apps/*/{src,tests}/**/*.test.ts'],
    globalSetup: ['packages/devstack/src/testing/vitest-global-setup.ts'],
    pool: 'forks',
    // Each test file may run a server of its own; two at a time suit a machine with two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
