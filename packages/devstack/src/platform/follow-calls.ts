import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '@callscript/contracts';
import type { SampleCall } from '@callscript/samples';
import { requestJson } from './http.ts';
import { hasEnded } from './play-samples.ts';

export interface FollowedCall {
  sample: SampleCall;
  callid: string;
  endedAt: Date;
}

const pollEveryMs = 250;

/** Watches calls through the API, telling each finished stage, until all have ended or time is up. */
export async function followCalls(
  calls: readonly FollowedCall[],
  options: {
    apiUrl: string;
    token: () => Promise<string>;
    timeoutMs: number;
    signal: AbortSignal;
    log: (line: string) => void;
  },
): Promise<Map<FollowedCall, CallRecord>> {
  const records = new Map<FollowedCall, CallRecord>();
  const told = new Map<FollowedCall, number>();
  const deadline = performance.now() + options.timeoutMs;
  while (performance.now() < deadline && !options.signal.aborted) {
    const token = await options.token();
    for (const call of calls) {
      const known = records.get(call);
      if (known !== undefined && hasEnded(known)) continue;
      const url = `${options.apiUrl}/call-records/${call.sample.business.bid}/${call.callid}`;
      const record = await requestJson<CallRecord>(url, { token });
      records.set(call, record);
      for (const entry of record.history.slice(told.get(call) ?? 0)) {
        if (entry.status !== 'started') options.log(describeStep(call, entry));
      }
      told.set(call, record.history.length);
    }
    if ([...records.values()].every(hasEnded) && records.size === calls.length) break;
    await sleep(pollEveryMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return records;
}

function describeStep({ sample, endedAt }: FollowedCall, entry: CallRecord['history'][number]): string {
  const since = ((Date.parse(entry.created_at) - endedAt.getTime()) / 1000).toFixed(2).padStart(7);
  const took = entry.duration_ms === null ? '' : ` in ${entry.duration_ms} ms`;
  const error = entry.error_message === null ? '' : `: ${entry.error_message}`;
  return `+${since} s  ${sample.name.padEnd(20)} ${entry.stage.padEnd(13)} ${entry.status}${took}${error}`;
}
