import { stages } from '@callscript/contracts';
import { Option, type Command } from 'commander';
import { dropLetters } from '../commands/drop-letters.ts';
import { listLetters, type ListOptions } from '../commands/list-letters.ts';
import { replayLetters, type ReplayOptions, type ReplaySelection } from '../commands/replay-letters.ts';
import { showLetter } from '../commands/show-letter.ts';
import { operatorName } from '../operator-name.ts';
import type { LetterFilter } from '../queries/letter-filter.ts';
import { UsageError } from '../usage-error.ts';
import { bid, ids, rate, text, wholeNumber } from './parsers.ts';
import type { Run } from './program.ts';

const defaultLimit = 50;

export function addDeadLetterCommands(program: Command, run: Run): void {
  const dlq = program.command('dlq').description('calls that a stage gave up on: look, run again, or drop');

  dlq
    .command('list')
    .description('dead letters, newest first, and how many there are of each kind')
    .addOption(stageOption())
    .addOption(bidOption())
    .addOption(new Option('--status <status>').choices(['open', 'replayed', 'dropped', 'all']).default('open'))
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber(1, 1_000)).default(defaultLimit))
    .option('--json', 'as a JSON array')
    .action((options: ListOptions) => run((deps) => listLetters(deps, options)));

  dlq
    .command('show')
    .description('one dead letter with its message')
    .argument('<id>', 'its number in the list', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--json', 'as JSON')
    .action((id: number, options: { json?: true }) => run((deps) => showLetter(deps, { id, ...options })));

  dlq
    .command('replay')
    .description('give calls a fresh set of attempts at the stage they failed at')
    .argument('[ids...]', 'numbers in the list; or a filter instead', ids)
    .addOption(stageOption())
    .addOption(bidOption())
    .option('--error-class <class>', 'open letters with this error class', text(100))
    .option(
      '--limit <n>',
      `of a filter, at most so many, newest first (default: ${defaultLimit})`,
      wholeNumber(1, 10_000),
    )
    .option('--rate <n>', 'at most so many per second', rate)
    .option('--yes', 'do not ask before replaying what a filter selects')
    .addOption(byOption())
    .action((given: number[] | undefined, flags: ReplayFlags) => {
      const options = readReplay(given ?? [], flags);
      return run((deps) => replayLetters(deps, options));
    });

  dlq
    .command('drop')
    .description('close dead letters for good; their calls stay as they are')
    .argument('<ids...>', 'numbers in the list', ids)
    .requiredOption('--reason <text>', 'why, for those who ask later', text(500))
    .addOption(byOption())
    .action((given: number[], options: { reason: string; by: string }) =>
      run((deps) => dropLetters(deps, { ids: given, ...options })),
    );
}

type ReplayFlags = Omit<LetterFilter, 'status'> & { limit?: number; rate?: number; yes?: true; by: string };

function readReplay(given: readonly number[], flags: ReplayFlags): ReplayOptions {
  const { limit, rate: perSecond, yes, by, ...filter } = flags;
  return { by, perSecond, selection: readSelection(given, filter, { limit, isConfirmed: yes === true }) };
}

function readSelection(
  given: readonly number[],
  filter: LetterFilter,
  { limit, isConfirmed }: { limit: number | undefined; isConfirmed: boolean },
): ReplaySelection {
  const hasFilter = Object.keys(filter).length > 0;
  if (given.length > 0 && (hasFilter || limit !== undefined)) {
    throw new UsageError('name the letters by number or by a filter, not both');
  }
  if (given.length > 0) return { kind: 'ids', ids: given };
  if (!hasFilter) throw new UsageError('which letters? give their numbers, or --stage, --bid or --error-class');
  return { kind: 'filter', filter, limit: limit ?? defaultLimit, isConfirmed };
}

function stageOption(): Option {
  return new Option('--stage <stage>', 'the stage that gave up').choices(stages);
}

function bidOption(): Option {
  return new Option('--bid <bid>', 'of this business').argParser(bid);
}

function byOption(): Option {
  return new Option('--by <name>', 'who decides').argParser(text(100)).default(operatorName());
}
