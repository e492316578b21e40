import { Command } from 'commander';
import type { Deps } from '../deps.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addBusinessCommands } from './business.ts';
import { addDatabaseCommands } from './db.ts';
import { addDeadLetterCommands } from './dlq.ts';
import { addUserCommands } from './users.ts';

/** Runs a command once its arguments are understood. */
export type Run = (command: (deps: Deps) => Promise<ExitCode>) => Promise<void>;

export function createProgram(terminal: Terminal, run: Run): Command {
  const program = new Command('callscript')
    .description('Operate CallScript: dead letters, database, users, businesses.')
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
  return program;
}

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}
