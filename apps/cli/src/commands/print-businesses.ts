import { listBusinesses } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { cut } from '../terminal/inert.ts';
import { formatTable } from '../terminal/table.ts';

const nameLength = 40;
const headers = [
  'BID',
  'NAME',
  'TYPE',
  'PAYING',
  'PIPELINE',
  'VERTICAL',
  'AGENT CHANNEL',
  'MIN DURATION',
  'HOT RETENTION',
  'ARCHIVE AUDIO',
];

export async function printBusinesses({ db, terminal }: Deps): Promise<ExitCode> {
  const businesses = await listBusinesses(db);
  if (businesses.length === 0) {
    terminal.print('no businesses yet: billing activates them');
    return exitCodes.ok;
  }
  const rows = businesses
    .toSorted((a, b) => (a.business.bid < b.business.bid ? -1 : 1))
    .map(({ business, config }) => [
      business.bid,
      cut(business.business_name, nameLength),
      business.business_type,
      business.pcaa_active ? 'yes' : 'no',
      onOff(config.pipeline_enabled),
      config.vertical,
      String(config.agent_channel),
      `${config.min_call_duration_s} s`,
      `${config.hot_retention_days} days`,
      onOff(config.archive_audio),
    ]);
  terminal.print(...formatTable(headers, rows));
  return exitCodes.ok;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
