import { existsSync } from 'node:fs';

// Part of util-linux, so on every Debian; elsewhere the program runs under the limits that it keeps itself.
const prlimit = '/usr/bin/prlimit';
const hasPrlimit = existsSync(prlimit);

/** ffmpeg with its libraries maps 330 MB; a decoder works in a few more. */
const addressSpaceBytes = 2 ** 30;

export interface ResourceLimits {
  readonly cpuSeconds: number;
  /** The longest file that may be written. */
  readonly outputBytesMax: number;
}

/** The command under limits of the operating system: it can neither write files nor take memory or processor time without end. */
export function limitResources(
  command: readonly string[],
  { cpuSeconds, outputBytesMax }: ResourceLimits,
): [string, ...string[]] {
  const limits = [
    `--as=${addressSpaceBytes}`,
    `--fsize=${outputBytesMax}`,
    '--core=0',
    `--cpu=${Math.ceil(cpuSeconds)}`,
  ];
  const [program = '', ...args] = hasPrlimit ? [prlimit, ...limits, '--', ...command] : command;
  return [program, ...args];
}
