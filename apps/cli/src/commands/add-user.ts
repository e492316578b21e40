import { passwordLength, type UserRole } from '@callscript/contracts';
import { findUserByEmail, getBusiness, saveUser } from '@callscript/db';
import { hash } from '@node-rs/argon2';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface UserOptions {
  email: string;
  name: string;
  role: UserRole;
  bid?: string;
  passwordStdin?: true;
}

/** The password comes from standard input or a prompt: arguments are seen by everyone on the machine. */
export async function addUser({ db, terminal }: Deps, options: UserOptions): Promise<ExitCode> {
  const { email, name, role, bid = null } = options;
  if (!options.passwordStdin && !terminal.isInteractive) {
    throw new UsageError('nobody is here to type a password: add --password-stdin');
  }
  if (bid !== null) await getBusiness(db, bid);
  const known = await findUserByEmail(db, email);
  const password = options.passwordStdin ? await readPassword(terminal) : await askPassword(terminal);
  if (password.length < passwordLength.min || password.length > passwordLength.max) {
    throw new UsageError(`the password must have ${passwordLength.min} to ${passwordLength.max} characters`);
  }
  await saveUser(db, { email, name, role, bid, password_hash: await hash(password) });
  const what = known === undefined ? 'added' : 'changed';
  terminal.print(`${what} ${email.toLowerCase()}: ${name}, ${role}${bid === null ? '' : ` of ${bid}`}`);
  return exitCodes.ok;
}

async function readPassword(terminal: Terminal): Promise<string> {
  const input = await terminal.readInput(passwordLength.max + 2);
  return input.replace(/\r?\n$/, '');
}

async function askPassword(terminal: Terminal): Promise<string> {
  const password = await terminal.askSecretly('Password: ');
  if ((await terminal.askSecretly('Again: ')) !== password) throw new UsageError('the two passwords differ');
  return password;
}
