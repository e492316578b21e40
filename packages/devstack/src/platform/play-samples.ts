import { basename } from 'node:path';
import type { CallRecord } from '@callscript/contracts';
import type { SampleBusiness, SampleCall } from '@callscript/samples';
import { requestJson } from './http.ts';

export interface PlatformAddresses {
  gatewayUrl: string;
  apiUrl: string;
  sandboxUrl: string;
}

interface Deliveries {
  deliveries: { status: number; body: { webhook_secret?: string } }[];
}

/** Lets the sandbox's Mcube activate a business; returns the secret when this is its first activation. */
export async function activateBusiness(
  { gatewayUrl, sandboxUrl }: PlatformAddresses,
  platformSecret: string,
  business: SampleBusiness,
): Promise<string | undefined> {
  const event = {
    event: 'pcaa.activated',
    bid: business.bid,
    business_name: business.business_name,
    plan: 'standard',
    activated_at: new Date().toISOString(),
    paid_until: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    business_type: business.business_type,
    vertical: business.vertical,
  };
  const answer = await requestJson<Deliveries>(`${sandboxUrl}/mcube/billing`, {
    body: { gatewayUrl, platformSecret, event },
  });
  const [delivery] = answer.deliveries;
  if (delivery?.status !== 200) throw new Error(`the activation of ${business.bid} answered ${delivery?.status}`);
  return delivery.body.webhook_secret;
}

/** Lets the sandbox's Mcube report that a sample call has just ended. Each start plays calls of its own. */
export async function postCall(
  { gatewayUrl, sandboxUrl }: PlatformAddresses,
  secret: string,
  sample: SampleCall,
  run: string,
): Promise<{ callid: string; endedAt: Date }> {
  const endedAt = new Date();
  const seconds = Math.round(sample.durationSeconds);
  const callid = `${sample.webhook.callid}${run}`;
  const call = {
    ...sample.webhook,
    bid: sample.business.bid,
    callid,
    call_starttime: new Date(endedAt.getTime() - seconds * 1000).toISOString(),
    call_endtime: endedAt.toISOString(),
    duration_seconds: seconds,
    recording_url: `${sandboxUrl}/mcube/recordings/${basename(sample.recordingPath)}`,
  };
  const answer = await requestJson<Deliveries>(`${sandboxUrl}/mcube/calls`, { body: { gatewayUrl, secret, call } });
  const status = answer.deliveries[0]?.status;
  if (status !== 200) throw new Error(`the webhook of ${sample.name} answered ${status}`);
  return { callid, endedAt };
}

const endStates = new Set(['notified', 'archived', 'skipped', 'failed_stt', 'failed_analysis']);

/** True when nothing more will happen to the call by itself. */
export function hasEnded(record: CallRecord): boolean {
  if (endStates.has(record.processing_state)) return true;
  const last = record.history.at(-1);
  return last?.stage === 'notified' && last.status === 'failed' && last.attempt >= 3;
}
