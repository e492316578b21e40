// One run of ffmpeg or ffprobe over an untrusted file.
//
// 1. The file is handed over as descriptor 3 and opened again by its place under /dev/fd, so that neither its name nor
//    its extension reaches the program: nothing in them can be an option, a pattern, an address or a hint at the format.
// 2. What the program writes is consumed chunk by chunk; it waits while we do (its pipe is full), and ends with us
//    (its pipe is broken).
// 3. A program that passes a limit is killed, and its end awaited: nobody leaves here before it is gone.

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { programEnvironment } from '../program-environment.ts';
import { DecoderFailedError, DecoderUnavailableError } from './decoder-error.ts';
import { limitResources } from './resource-limits.ts';

export interface DecoderCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Descriptor of the recording; the program opens it as `inputFile`. */
  readonly recording?: number;
  /** The longest file that the program may write; none when absent. */
  readonly outputBytesMax?: number;
}

export interface DecoderRunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Seconds without output after which the program is ended. */
  readonly stallSeconds: number;
  /** Seconds after which it is ended in any case. */
  readonly totalSeconds: number;
}

export interface DecoderEnd {
  /** `stopped`: the consumer had enough. `timeout`: it was ended by a limit in time. `failed`: any other way. */
  readonly outcome: 'done' | 'failed' | 'stopped' | 'timeout';
  /** The beginning of what the program said on its standard error. */
  readonly complaints: string;
}

export const inputFile = 'file:/dev/fd/3';

const keptComplaints = 8192;

/** ffmpeg's exit code when a signal asked it to end, as at a shutdown: its output then looks whole and is not. */
const askedToEnd = 255;

/**
 * Runs a program to its end. `consume` gets its output and says whether it wants more.
 *
 * @throws {DecoderUnavailableError} when there is no such program
 * @throws {DecoderFailedError} when somebody else killed it
 * @throws the signal's reason, and whatever `consume` throws
 */
export async function runDecoder(
  command: DecoderCommand,
  { signal, stallSeconds, totalSeconds }: DecoderRunOptions,
  consume: (output: Buffer) => boolean | Promise<boolean>,
): Promise<DecoderEnd> {
  signal?.throwIfAborted();
  const child = start(command, totalSeconds);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  // Awaited below in any case; until then a rejection has nobody.
  closed.catch(() => {});
  const kill = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  using watch = watchProgress(stallSeconds, totalSeconds, kill);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaints.length < keptComplaints) complaints = (complaints + text).slice(0, keptComplaints);
  });
  let hadEnough = false;
  let end: [number | null, NodeJS.Signals | null];
  try {
    for await (const output of child.stdout as AsyncIterable<Buffer>) {
      watch.note();
      hadEnough = !(await consume(output));
      if (hadEnough) break;
      watch.note();
    }
  } finally {
    if (hadEnough || !child.stdout.readableEnded) kill();
    end = await closed.catch((error: unknown) => {
      throw toStartError(command.program, error);
    });
    signal?.removeEventListener('abort', kill);
  }
  signal?.throwIfAborted();
  return judgeEnd(command.program, end, { hadEnough, timedOut: watch.passed, complaints });
}

function start({ program, args, recording, outputBytesMax = 0 }: DecoderCommand, cpuSeconds: number) {
  const [limited, ...limitedArgs] = limitResources([program, ...args], { cpuSeconds, outputBytesMax });
  const stdio = ['ignore', 'pipe', 'pipe', recording ?? 'ignore'] as const;
  // The types of Node know three descriptors at most.
  return spawn(limited, limitedArgs, { stdio: [...stdio], env: programEnvironment() }) as ChildProcessByStdio<
    null,
    Readable,
    Readable
  >;
}

function judgeEnd(
  program: string,
  [exitCode, endedBy]: [number | null, NodeJS.Signals | null],
  { hadEnough, timedOut, complaints }: { hadEnough: boolean; timedOut: boolean; complaints: string },
): DecoderEnd {
  if (hadEnough) return { outcome: 'stopped', complaints };
  if (timedOut || endedBy === 'SIGXCPU') return { outcome: 'timeout', complaints };
  // prlimit's and env's exit codes for a program that is not there and one that may not be run.
  if (exitCode === 127 || exitCode === 126) throw new DecoderUnavailableError(program);
  if (endedBy === 'SIGKILL' || endedBy === 'SIGTERM' || exitCode === askedToEnd) {
    throw new DecoderFailedError(`${program} was ended from outside (${endedBy ?? `exit code ${exitCode}`}).`);
  }
  return { outcome: exitCode === 0 ? 'done' : 'failed', complaints };
}

function toStartError(program: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EACCES' ? new DecoderUnavailableError(program, { cause: error }) : error;
}

interface ProgressWatch extends Disposable {
  readonly passed: boolean;
  note(): void;
}

/**
 * Calls `onPassed` when nothing was noted for `stallSeconds`, or after `totalSeconds`. Counts ticks instead of time:
 * while our own thread is too busy to read, no time passes for the program.
 */
function watchProgress(stallSeconds: number, totalSeconds: number, onPassed: () => void): ProgressWatch {
  const tickMs = 250;
  let ticks = 0;
  let lastNote = 0;
  let passed = false;
  const timer = setInterval(() => {
    ticks += 1;
    passed ||= (ticks - lastNote) * tickMs > stallSeconds * 1000 || ticks * tickMs > totalSeconds * 1000;
    if (passed) onPassed();
  }, tickMs);
  return {
    get passed() {
      return passed;
    },
    note: () => {
      lastNote = ticks;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
