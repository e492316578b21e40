import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { reapOrphan, signalProcess, writeProcessRecord } from './process-record.ts';
import { retryUntil } from './retry-until.ts';
import { lastLines, runProgram } from './run-program.ts';
import type { ServerControl } from './server-control.ts';
import { guardProcess } from './watchdog.ts';

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 20_000;

export interface PrivateServerDefinition {
  name: string;
  /** The server's own directory: data, configuration, log and process record. Its command line must contain it. */
  directory: string;
  /** Removes the directory when the server ends for good. */
  temporary: boolean;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** One attempt to use the server as a client would; rejects while it is not ready. */
  connect: () => Promise<void>;
  log: (line: string) => void;
}

/** A server program run as a process of ours, in a process group of its own so that Ctrl-C reaches only us. */
export class PrivateServer implements ServerControl, AsyncDisposable {
  readonly #definition: PrivateServerDefinition;
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #isEndExpected = false;

  constructor(definition: PrivateServerDefinition) {
    this.#definition = definition;
    this.#logFile = join(definition.directory, 'server.log');
  }

  async start(): Promise<void> {
    if (this.#child) return;
    const { name, directory, connect } = this.#definition;
    const recordFile = join(directory, 'server.pid');
    await reapOrphan(recordFile, directory);
    const pid = await this.#spawn();
    await writeProcessRecord(recordFile, pid);

    const startup = new AbortController();
    void this.#ended.then(() => startup.abort(new Error('its process ended')));
    try {
      await retryUntil(connect, {
        timeoutMs: START_TIMEOUT_MS,
        intervalMs: 50,
        message: `${name} does not answer`,
        signal: startup.signal,
      });
    } catch (error) {
      await this.kill();
      throw new Error(`${name} did not start. The end of its log:\n${await this.#logTail()}`, { cause: error });
    }
    this.#isEndExpected = false;
  }

  async kill(): Promise<void> {
    this.#isEndExpected = true;
    this.#signalGroup('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.#isEndExpected = true;
    this.#signal('SIGCONT');
    this.#signal('SIGTERM');
    const deadline = setTimeout(() => this.#signalGroup('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(deadline);
  }

  async pause(): Promise<void> {
    this.#signal('SIGSTOP');
    // On a busy machine a thread runs on for a moment after the signal.
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    await retryUntil(() => assertStopped(pid), {
      timeoutMs: STOP_TIMEOUT_MS,
      intervalMs: 5,
      message: `${this.#definition.name} does not stop`,
    });
  }

  async resume(): Promise<void> {
    this.#signal('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#definition.temporary) {
      await this.stop();
      return;
    }
    await this.kill();
    await rm(this.#definition.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async #spawn(): Promise<number> {
    const { name, directory, temporary, command, args, env } = this.#definition;
    await using logFile = await open(this.#logFile, 'a', 0o600);
    const child = spawn(command, args, {
      cwd: directory,
      env,
      stdio: ['ignore', logFile.fd, logFile.fd],
      detached: true,
    });
    await once(child, 'spawn');
    const { pid } = child;
    if (pid === undefined) throw new Error(`${name} has no process id`);
    const guard = guardProcess(pid, temporary ? directory : undefined);
    this.#child = child;
    // Until the server answers, `start` itself reports its end.
    this.#isEndExpected = true;
    this.#ended = once(child, 'exit').then(async () => {
      signalProcess(-pid, 'SIGKILL');
      guard[Symbol.dispose]();
      this.#child = undefined;
      if (!this.#isEndExpected) await this.#reportDeath(child);
    });
    return pid;
  }

  async #reportDeath(child: ChildProcess): Promise<void> {
    const { name, log } = this.#definition;
    const how = child.signalCode ?? `exit code ${child.exitCode}`;
    log(`${name} ended unexpectedly (${how}). The end of its log:\n${await this.#logTail()}`);
  }

  async #logTail(): Promise<string> {
    return lastLines(await readFile(this.#logFile, 'utf8').catch(() => ''));
  }

  /** An orderly stop concerns the server alone; its helpers follow it. */
  #signal(signal: NodeJS.Signals): void {
    if (this.#child?.pid) signalProcess(this.#child.pid, signal);
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.#child?.pid) signalProcess(-this.#child.pid, signal);
  }
}

/** Every thread of its own where the system tells (Linux), the process as a whole elsewhere. Rejects while one runs. */
async function assertStopped(pid: number): Promise<void> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => undefined);
  const states =
    tasks === undefined
      ? [(await runProgram('ps', ['-o', 'stat=', '-p', String(pid)])).trim()]
      : await Promise.all(tasks.map((task) => readThreadState(`/proc/${pid}/task/${task}/stat`)));
  if (!states.every((state) => state.startsWith('T'))) throw new Error('a thread still runs');
}

/** The state stands behind the name, which is in brackets and may itself hold any character. */
async function readThreadState(file: string): Promise<string> {
  const stat = await readFile(file, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2);
}
