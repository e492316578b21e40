import { CommanderError } from 'commander';
import { openDeps } from './deps.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { createProgram } from './program/program.ts';
import { findSettings } from './settings.ts';
import { createTerminal, type Streams } from './terminal/terminal.ts';
import { UsageError } from './usage-error.ts';

export interface Surroundings extends Streams {
  environment: Readonly<Record<string, string | undefined>>;
  directory: string;
}

/** Runs one command line and says how it ended. Never throws. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const terminal = createTerminal(surroundings);
  let exitCode: ExitCode = exitCodes.ok;
  let origin = 'the settings';
  const program = createProgram(terminal, {
    async onPlatform(command) {
      const settings = await findSettings(surroundings.environment, surroundings.directory);
      origin = settings.origin;
      await using deps = openDeps(settings, terminal);
      exitCode = await command(deps);
    },
    async onMachine(command) {
      exitCode = await command({ terminal, environment: surroundings.environment });
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong; or it has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    terminal.complain(...`callscript: ${explainError(error, origin)}`.split('\n'));
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
  }
}
