import type { SpeechSettings, Vertical } from '@callscript/contracts';
import { getPipelineConfig, updatePipelineConfig } from '@callscript/db';
import type { Deps } from '../deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export interface ConfigureFlags {
  vertical?: Vertical;
  agentChannel?: number;
  minDuration?: number;
  hotRetentionDays?: number;
  archiveAudio?: boolean;
  pipeline?: boolean;
  speech?: SpeechSettings;
}

export async function configureBusiness({ db, terminal }: Deps, bid: string, flags: ConfigureFlags): Promise<ExitCode> {
  const before = await getPipelineConfig(db, bid);
  const warmDays = before.warm_retention_days;
  if ((flags.hotRetentionDays ?? 0) > warmDays) {
    throw new Error(`hot retention cannot be longer than warm retention, which is ${warmDays} days for ${bid}`);
  }
  const changes = given({
    vertical: flags.vertical,
    agent_channel: flags.agentChannel,
    min_call_duration_s: flags.minDuration,
    hot_retention_days: flags.hotRetentionDays,
    archive_audio: flags.archiveAudio,
    pipeline_enabled: flags.pipeline,
    ...flags.speech,
  });
  await updatePipelineConfig(db, bid, changes);
  for (const [name, value] of Object.entries(changes)) {
    terminal.print(`${bid} ${name}: ${show(before[name as keyof typeof changes])} → ${show(value)}`);
  }
  return exitCodes.ok;
}

function show(value: string | number | boolean | object | null): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function given<T extends object>(values: T) {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
