import { findCall, findDeadLetter, type CallRow, type DeadLetterRow, type Db } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { inertJson } from '../terminal/inert.ts';
import { formatTable } from '../terminal/table.ts';
import { callOf, timeOf } from './letter-words.ts';

export async function showLetter({ db, terminal }: Deps, { id, json }: { id: number; json?: true }): Promise<ExitCode> {
  const letter = await findDeadLetter(db, id);
  if (letter === undefined) {
    terminal.complain(`#${id} does not exist`);
    return exitCodes.failure;
  }
  if (json) {
    terminal.print(...inertJson(letter));
    return exitCodes.ok;
  }
  const [title = [], ...rows] = describe(letter, await findCallOf(db, letter));
  terminal.print(...formatTable(title, rows));
  terminal.print('', ...inertJson(letter.message));
  return exitCodes.ok;
}

async function findCallOf(db: Db, { bid, callid }: DeadLetterRow): Promise<CallRow | undefined> {
  return bid === null || callid === null ? undefined : await findCall(db, { bid, callid });
}

function describe(letter: DeadLetterRow, call: CallRow | undefined): string[][] {
  return [
    ['dead letter', `#${letter.id}`],
    ['stage', letter.stage],
    ['call', callOf(letter)],
    ['call is now', call?.processing_state ?? 'unknown'],
    ['failure', letter.failure],
    ['error class', letter.error_class],
    ['message', letter.error_message],
    ['attempts', String(letter.attempts)],
    ['first failed', timeOf(letter.first_failed_at)],
    ['last failed', timeOf(letter.last_failed_at)],
    ['status', letter.status],
    ...resolution(letter),
  ];
}

function resolution({ resolved_by, resolved_at, resolved_reason }: DeadLetterRow): string[][] {
  const rows: string[][] = [];
  if (resolved_by !== null) rows.push(['resolved by', resolved_by]);
  if (resolved_at !== null) rows.push(['resolved at', timeOf(resolved_at)]);
  if (resolved_reason !== null) rows.push(['reason', resolved_reason]);
  return rows;
}
