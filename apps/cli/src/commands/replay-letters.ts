import { setTimeout as sleep } from 'node:timers/promises';
import { replayDeadLetter, type Logger, type ReplayOutcome } from '@callscript/pipeline';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { LetterFilter } from '../queries/letter-filter.ts';
import { listLetterIds } from '../queries/list-letter-ids.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { callOf, count } from './letter-words.ts';

/** Who names letters one by one has counted them; what a filter selects is confirmed first. */
export type ReplaySelection =
  | { kind: 'ids'; ids: readonly number[] }
  | { kind: 'filter'; filter: Omit<LetterFilter, 'status'>; limit: number; isConfirmed: boolean };

export interface ReplayOptions {
  selection: ReplaySelection;
  /** Undefined replays as fast as the database commits. */
  perSecond: number | undefined;
  by: string;
}

export async function replayLetters(deps: Deps, { selection, perSecond, by }: ReplayOptions): Promise<ExitCode> {
  const { db, terminal } = deps;
  const ids = await select(deps, selection);
  if (ids.length === 0) return exitCodes.ok;
  await using broker = await deps.connectBroker();
  let replayed = 0;
  for (const [i, id] of ids.entries()) {
    if (i > 0 && perSecond !== undefined) await sleep(1000 / perSecond);
    const outcome = await replayDeadLetter({ db, broker, logger: loggerTo(terminal) }, { id, by });
    terminal.print(`#${id} ${describe(outcome)}`);
    if (outcome.kind === 'replayed' || outcome.kind === 'respooled') replayed += 1;
  }
  if (ids.length > 1) terminal.print(`${replayed} of ${count(ids.length)} replayed`);
  return replayed === ids.length ? exitCodes.ok : exitCodes.failure;
}

async function select({ db, terminal }: Deps, selection: ReplaySelection): Promise<readonly number[]> {
  if (selection.kind === 'ids') return selection.ids;
  if (!selection.isConfirmed && !terminal.isInteractive) {
    throw new UsageError('nobody is here to confirm what the filter selects: add --yes');
  }
  const ids = await listLetterIds(db, { ...selection.filter, status: 'open' }, selection.limit);
  if (ids.length === 0) {
    terminal.print('no open dead letters match');
    return [];
  }
  if (selection.isConfirmed || /^y(es)?$/i.test(await terminal.ask(`Replay ${count(ids.length)}? [y/N] `))) return ids;
  throw new Error('nothing was replayed');
}

function describe(outcome: ReplayOutcome): string {
  switch (outcome.kind) {
    case 'replayed':
      return `replayed: ${callOf(outcome)} is due at ${outcome.stage} again`;
    case 'respooled':
      return 'replayed: its webhook is back in the spool and will be stored';
    case 'not_found':
      return 'does not exist';
    case 'not_open':
      return `is not open: it has been ${outcome.status}`;
    case 'names_no_call':
      return 'names no call: nobody could read its message, so there is nothing to run again; drop it with a reason';
    case 'call_moved_on':
      return `is out of date: its call is no longer failed at that stage, its state is ${outcome.state}`;
  }
}

/** All that is ever logged here is a permit that the sweep will publish. */
function loggerTo(terminal: Terminal): Logger {
  const complain = (_fields: object, message: string): void => terminal.complain(`permit: ${message}`);
  return { debug: () => undefined, info: () => undefined, warn: complain, error: complain };
}
