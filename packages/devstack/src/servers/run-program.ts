import { execFile } from 'node:child_process';

/** Runs a program to its end and returns what it printed; a failure carries the last lines of that. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      if (error) reject(new Error(`${command} failed:\n${lastLines(output)}`, { cause: error }));
      else resolve(output);
    }).stdin?.end();
  });
}

export function lastLines(text: string, count = 20): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
