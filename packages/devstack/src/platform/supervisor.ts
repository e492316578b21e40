import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface AppProcess {
  name: string;
  /** Absolute path of its main.ts. */
  main: string;
  environment: NodeJS.ProcessEnv;
}

export interface Supervisor extends AsyncDisposable {
  /** Process ids by app, as they are now: an app that died has a new one. */
  pids(): Record<string, number>;
}

const startTimeoutMs = 60_000;
const restartDelayMs = 1_000;
const stopTimeoutMs = 30_000;
const shownLogLines = 15;

/**
 * Runs each app as a process of its own, as systemd or Kubernetes would: waits until all are ready, starts again what
 * dies, ends all together. Their logs go to `<logFolder>/<app>.log`.
 */
export async function superviseApps(
  apps: readonly AppProcess[],
  options: { logFolder: string; log: (line: string) => void },
): Promise<Supervisor> {
  await mkdir(options.logFolder, { recursive: true });
  const running = apps.map((app) => new SupervisedApp(app, options));
  const supervisor: Supervisor = {
    pids: () => Object.fromEntries(running.map((app) => [app.name, app.pid])),
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((app) => app.stop()));
    },
  };
  try {
    await Promise.all(running.map((app) => app.start()));
  } catch (error) {
    await supervisor[Symbol.asyncDispose]();
    throw error;
  }
  return supervisor;
}

class SupervisedApp {
  readonly #app: AppProcess;
  readonly #logFile: string;
  readonly #log: (line: string) => void;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(app: AppProcess, options: { logFolder: string; log: (line: string) => void }) {
    this.#app = app;
    this.#logFile = join(options.logFolder, `${app.name}.log`);
    this.#log = options.log;
  }

  get name(): string {
    return this.#app.name;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when the app says that it is ready. */
  async start(): Promise<void> {
    const child = fork(this.#app.main, { env: this.#app.environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    const output = createWriteStream(this.#logFile, { flags: 'a' });
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    child.once('close', () => output.end());
    const ready = once(child, 'message', { signal: AbortSignal.timeout(startTimeoutMs) });
    const died = once(child, 'exit').then(async ([code, signal]) => {
      throw new Error(`${this.name} ended while it started (${String(signal ?? code)})\n${await this.#tail()}`);
    });
    await Promise.race([ready, died]);
    died.catch(() => undefined);
    child.once('exit', (code, signal) => void this.#restart(String(signal ?? code)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }

  async #restart(how: string): Promise<void> {
    if (this.#stopping) return;
    this.#log(`${this.name} ended (${how}); starting it again`);
    await sleep(restartDelayMs);
    if (this.#stopping) return;
    await this.start().catch((error: Error) => this.#restart(error.message));
  }

  async #tail(): Promise<string> {
    const text = await readFile(this.#logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-shownLogLines).join('\n');
  }
}
