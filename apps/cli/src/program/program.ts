import { Command } from 'commander';
import type { Deps } from '../deps.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addBusinessCommands } from './business.ts';
import { addDatabaseCommands } from './db.ts';
import { addDeadLetterCommands } from './dlq.ts';
import { addSpeechCommands } from './speech.ts';
import { addUserCommands } from './users.ts';

/** Runs a command once its arguments are understood. */
export type Run = (command: (deps: Deps) => Promise<ExitCode>) => Promise<void>;

/** What a command works with that looks at this machine alone. */
export interface Machine {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Runners {
  readonly onPlatform: Run;
  readonly onMachine: (command: (machine: Machine) => Promise<ExitCode>) => Promise<void>;
}

export function createProgram(terminal: Terminal, { onPlatform: run, onMachine }: Runners): Command {
  const program = new Command('callscript')
    .description('Operate CallScript: dead letters, database, users, businesses, speech.')
    .exitOverride()
    .showHelpAfterError('(--help says more)')
    .configureOutput({
      writeOut: (text) => terminal.print(...linesOf(text)),
      writeErr: (text) => terminal.complain(...linesOf(text)),
    });
  addDeadLetterCommands(program, run);
  addDatabaseCommands(program, run);
  addUserCommands(program, run);
  addBusinessCommands(program, run);
  addSpeechCommands(program, onMachine);
  return program;
}

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}
