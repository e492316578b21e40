import { migrateDatabase } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export async function migrate({ databaseUrl, terminal }: Deps): Promise<ExitCode> {
  await migrateDatabase(databaseUrl);
  terminal.print('the database has the newest schema');
  return exitCodes.ok;
}
