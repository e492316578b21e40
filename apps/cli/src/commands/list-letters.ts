import type { Stage } from '@callscript/contracts';
import { listDeadLetters, type DeadLetterRow, type DeadLetterStatus } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { countLetters } from '../queries/count-letters.ts';
import { cut, inertJson } from '../terminal/inert.ts';
import { formatTable } from '../terminal/table.ts';
import { callOf, timeOf } from './letter-words.ts';

export interface ListOptions {
  stage?: Stage;
  bid?: string;
  status: DeadLetterStatus | 'all';
  limit: number;
  json?: true;
}

const messageLength = 60;

/** Reads the table alone: to look into a queue is to write to it, since every look counts as a delivery. */
export async function listLetters({ db, terminal }: Deps, options: ListOptions): Promise<ExitCode> {
  const { status, limit, json, ...rest } = options;
  const filter = status === 'all' ? rest : { ...rest, status };
  const letters = await listDeadLetters(db, { ...filter, limit });
  if (json) {
    terminal.print(...inertJson(letters));
    return exitCodes.ok;
  }
  if (letters.length === 0) {
    terminal.print(status === 'all' ? 'no dead letters' : `no ${status} dead letters`);
    return exitCodes.ok;
  }
  terminal.print(...formatTable(headers, letters.map(toCells)));
  const counts = await countLetters(db, filter);
  const countRows = counts.map(({ n, stage, error_class }) => [String(n), stage, error_class]);
  terminal.print('', ...formatTable(['COUNT', 'STAGE', 'ERROR CLASS'], countRows));
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  if (total > letters.length) terminal.print(`${letters.length} of ${total} listed; --limit lists more`);
  return exitCodes.ok;
}

const headers = ['ID', 'STAGE', 'CALL', 'FAILURE', 'ERROR CLASS', 'ATTEMPTS', 'LAST FAILED', 'STATUS', 'MESSAGE'];

function toCells(letter: DeadLetterRow): string[] {
  return [
    String(letter.id),
    letter.stage,
    callOf(letter),
    letter.failure,
    letter.error_class,
    String(letter.attempts),
    timeOf(letter.last_failed_at),
    letter.status,
    cut(letter.error_message, messageLength),
  ];
}
