import { verticals } from '@callscript/contracts';
import { Option, type Command } from 'commander';
import { configureBusiness, type ConfigureFlags } from '../commands/configure-business.ts';
import { readSpeechSettings } from '../commands/read-speech-settings.ts';
import { printBusinesses } from '../commands/print-businesses.ts';
import { UsageError } from '../usage-error.ts';
import { bid, onOff, wholeNumber } from './parsers.ts';
import type { Run } from './program.ts';

export function addBusinessCommands(program: Command, run: Run): void {
  const business = program.command('business').description('businesses and how their calls are processed');

  business
    .command('list')
    .description('every business with its settings')
    .action(() => run(printBusinesses));

  business
    .command('configure')
    .description('change settings of a business')
    .argument('<bid>', 'the business', bid)
    .addOption(new Option('--vertical <vertical>', 'the rules its calls are judged by').choices(verticals))
    .option('--agent-channel <0|1>', 'the channel of a two-channel recording that is the agent', wholeNumber(0, 1))
    .option('--min-duration <s>', 'calls shorter than so many seconds are skipped', wholeNumber(0, 86_400))
    .option('--hot-retention-days <n>', 'calls older than so many days are archived', wholeNumber(0, 36_500))
    .option('--archive-audio <on|off>', 'whether the archive keeps the recording', onOff)
    .option('--speech <file>', 'providers, language, key terms, redaction: a JSON file', readSpeechSettings)
    .option('--pipeline <on|off>', 'whether its calls are processed', onOff)
    .action((name: string, flags: ConfigureFlags) => {
      if (Object.keys(flags).length === 0) throw new UsageError('nothing to change: give at least one setting');
      return run((deps) => configureBusiness(deps, name, flags));
    });
}
