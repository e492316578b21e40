import { platformRoles, userRoles } from '@callscript/contracts';
import { Option, type Command } from 'commander';
import { addUser, type UserOptions } from '../commands/add-user.ts';
import { UsageError } from '../usage-error.ts';
import { bid, email, text } from './parsers.ts';
import type { Run } from './program.ts';

export function addUserCommands(program: Command, run: Run): void {
  program
    .command('users')
    .description('people who sign in')
    .command('add')
    .description('add a user, or give an existing one a new name, role, business and password')
    .requiredOption('--email <email>', 'to sign in with', email)
    .requiredOption('--name <name>', 'to be called by', text(255))
    .addOption(new Option('--role <role>').choices(userRoles).makeOptionMandatory())
    .option('--bid <bid>', 'the business the user belongs to; admin and ops may do without', bid)
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .action((options: UserOptions) => {
      if (options.bid === undefined && !platformRoles.includes(options.role)) {
        throw new UsageError(`a user with the role ${options.role} belongs to a business: give --bid`);
      }
      return run((deps) => addUser(deps, options));
    });
}
