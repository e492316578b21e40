import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { runProgram } from './run-program.ts';

const ORPHAN_PATIENCE_MS = 10_000;

/** Notes which server process uses a directory, and who started it. */
export async function writeProcessRecord(file: string, serverPid: number): Promise<void> {
  await writeFile(file, `${serverPid} ${process.pid}\n`);
}

/**
 * Ends a server that a run which no longer exists left behind in this directory.
 * @throws when the run that started it is still alive: two servers must not share their data
 */
export async function reapOrphan(file: string, directory: string): Promise<void> {
  const record = await readFile(file, 'utf8').catch(() => '');
  const [serverPid, ownerPid] = record.trim().split(' ').map(Number);
  if (serverPid && ownerPid && isAlive(serverPid) && (await commandLine(serverPid)).includes(directory)) {
    if (isAlive(ownerPid)) {
      throw new Error(`${directory} is in use: process ${ownerPid} runs a server (process ${serverPid}) in it.`);
    }
    signalProcess(serverPid, 'SIGTERM');
    const deadline = performance.now() + ORPHAN_PATIENCE_MS;
    while (isAlive(serverPid) && performance.now() < deadline) await sleep(50);
    signalProcess(-serverPid, 'SIGKILL');
    while (isAlive(serverPid)) await sleep(20);
  }
  await rm(file, { force: true });
}

export function isAlive(pid: number): boolean {
  return signalProcess(pid, 0);
}

/** Signals a process, or a process group by its negated id. Returns false when there is none. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM means that it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process id alone proves nothing: it may have been given to a stranger since. */
async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return runProgram('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => '');
  }
}
