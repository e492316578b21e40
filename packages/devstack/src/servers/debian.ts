import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';

import { runProgram } from './run-program.ts';

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const POLICY = `#!/bin/sh
# Written by CallScript while it installs packages, so that their services do not start. May be deleted.
exit 101
`;

/** Whether this is a Debian-like system that we may install packages on. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs a Debian package without starting the service that it brings along. */
export async function installPackage(name: string, log: (line: string) => void): Promise<void> {
  log(`installing ${name} with apt-get (once; takes a minute or two)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  const allowServiceStart = await forbidServiceStart();
  try {
    // Without fresh lists the package may still be found in the old ones, so the installation decides.
    await runProgram('apt-get', [...lock, 'update'], { env }).catch(() => {});
    await runProgram('apt-get', [...lock, 'install', '-y', '--no-install-recommends', name], { env });
  } finally {
    await allowServiceStart();
  }
}

/** A policy that the system's owner has set stays in force. Returns what undoes the ban. */
async function forbidServiceStart(): Promise<() => Promise<void>> {
  const existing = await readFile(POLICY_FILE, 'utf8').catch(() => undefined);
  if (existing !== undefined && existing !== POLICY) return async () => {};
  await writeFile(POLICY_FILE, POLICY, { mode: 0o755 });
  return () => rm(POLICY_FILE, { force: true });
}
