import type { Command } from 'commander';
import { migrate } from '../commands/migrate.ts';
import type { Run } from './program.ts';

export function addDatabaseCommands(program: Command, run: Run): void {
  program
    .command('db')
    .description('the database itself')
    .command('migrate')
    .description('bring the database to the newest schema; safe to repeat')
    .action(() => run(migrate));
}
