import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import { onTestFinished } from 'vitest';
import { writeTelephoneClip } from '../../src/engine/doctor/telephone-clip.ts';
import { SpeechEngine, type EngineEvent, type EngineOptions } from '../../src/index.ts';

export interface TestEngine extends AsyncDisposable {
  readonly engine: SpeechEngine;
  readonly events: readonly EngineEvent[];
  /** The newest process. */
  readonly pid: number;
  /** Resolves with the next event of a kind. */
  next<Kind extends EngineEvent['kind']>(kind: Kind): Promise<Extract<EngineEvent, { kind: Kind }>>;
}

export async function startEngine(
  options: Partial<EngineOptions> = {},
  timings: { pingMs?: number; missedPingsMax?: number } = {},
): Promise<TestEngine> {
  const events: EngineEvent[] = [];
  const waiting: { kind: string; resolve: (event: never) => void }[] = [];
  const engine = await SpeechEngine.start(
    { modelDirectory, precision: 'fp32', device: 'cpu', intraOpThreads: 1, lanes: 1, ...options },
    {
      timings,
      onEvent(event) {
        events.push(event);
        for (const { kind, resolve } of waiting) if (kind === event.kind) resolve(event as never);
      },
    },
  );
  return {
    engine,
    events,
    get pid() {
      return events.findLast((event) => event.kind === 'started')?.pid ?? 0;
    },
    next: (kind) => new Promise((resolve) => waiting.push({ kind, resolve })),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'speech-engine-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A call of many minutes. */
export async function writeLongCall(seconds: number): Promise<string> {
  const file = path.join(await createFolder(), 'long.wav');
  await writeTelephoneClip(file, seconds);
  return file;
}

/** An ffmpeg that takes a minute for ten: there is always one to be met. */
export async function createSlowDecoder(): Promise<string> {
  const folder = await createFolder();
  const [ffmpeg, ffprobe] = ['ffmpeg', 'ffprobe'].map((name) => execFileSync('which', [name]).toString().trim());
  await symlink(ffprobe, path.join(folder, 'ffprobe'));
  const slow = path.join(folder, 'ffmpeg');
  await writeFile(
    slow,
    `#!/bin/sh\nif [ "$1" = -version ]; then exec ${ffmpeg} -version; fi\nexec ${ffmpeg} -readrate 10 "$@"\n`,
  );
  await chmod(slow, 0o755);
  return slow;
}

/** Processes of a group, by name. */
export async function listGroup(group: number): Promise<{ pid: number; name: string }[]> {
  const found = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readProcess));
  return found.filter((process) => process !== undefined && process.group === group && process.state !== 'Z') as {
    pid: number;
    name: string;
  }[];
}

async function readProcess(pid: string) {
  try {
    const [, name, state, , group] = /^\d+ \((.*)\) (\S) (\d+) (\d+)/.exec(
      await readFile(`/proc/${pid}/stat`, 'utf8'),
    ) ?? [undefined, '', '', '', '0'];
    return { pid: Number(pid), name, state, group: Number(group) };
  } catch {
    // It has just ended.
    return undefined;
  }
}
