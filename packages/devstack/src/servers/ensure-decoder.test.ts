import { expect, test } from 'vitest';

import { DecoderMissingError, ensureDecoder } from './ensure-decoder.ts';

/** A machine on which the decoder appears when one of `packages` is installed. */
function createMachine({ hasDecoder = false, mayInstall = false, packages = ['ffmpeg'] }) {
  const installed: string[] = [];
  return {
    installed,
    hasDecoder: async () => hasDecoder || installed.some((name) => packages.includes(name)),
    canInstallPackages: () => mayInstall,
    async installPackage(name: string) {
      installed.push(name);
    },
  };
}

test('a decoder that is there is taken as it is', async () => {
  const machine = createMachine({ hasDecoder: true, mayInstall: true });
  await ensureDecoder(machine);
  expect(machine.installed).toEqual([]);
});

test('a missing decoder is installed where that is possible', async () => {
  const machine = createMachine({ mayInstall: true });
  await ensureDecoder(machine);
  expect(machine.installed).toEqual(['ffmpeg']);
});

test.each([{ mayInstall: false }, { mayInstall: true, packages: [] }])(
  'says what to install where it cannot be done here: %j',
  async (machine) => {
    const failure = await ensureDecoder(createMachine(machine)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DecoderMissingError);
    expect(String(failure)).toContain('apt-get install ffmpeg');
  },
);
