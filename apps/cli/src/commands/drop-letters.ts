import { findDeadLetter, inTransaction, resolveDeadLetter, type Db } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export interface DropOptions {
  ids: readonly number[];
  reason: string;
  by: string;
}

export async function dropLetters({ db, terminal }: Deps, options: DropOptions): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  for (const id of options.ids) {
    if (await drop(db, id, options)) {
      terminal.print(`#${id} dropped`);
    } else {
      const letter = await findDeadLetter(db, id);
      terminal.print(
        letter === undefined ? `#${id} does not exist` : `#${id} is not open: it has been ${letter.status}`,
      );
      exitCode = exitCodes.failure;
    }
  }
  return exitCode;
}

async function drop(db: Db, id: number, { by, reason }: DropOptions): Promise<boolean> {
  return await inTransaction(db, (tx) => resolveDeadLetter(tx, id, { status: 'dropped', by, reason }));
}
