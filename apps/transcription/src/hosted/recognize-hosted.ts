import type { BusinessPipelineConfigRow, CallRow } from '@callscript/db';
import type { ObjectStore } from '@callscript/storage';
import { copyFromVault } from '../copy-from-vault.ts';
import type { Recognized } from '../save-recognized-call.ts';
import type { HostedMetrics } from './metrics.ts';
import { openHostedRecording } from './open-hosted-recording.ts';
import { ProviderError } from './provider-error.ts';
import type { HostedProvider, HostedProviderName } from './provider.ts';

export interface RecognizeHostedDeps {
  readonly vault: ObjectStore;
  /** Those that this process has a key for. */
  readonly providers: ReadonlyMap<HostedProviderName, HostedProvider>;
  readonly maxSeconds: number;
  readonly metrics: Pick<HostedMetrics, 'recognized'>;
}

/** A hosted provider's turn: the vault's copy, and what the business wants of it, into words. */
export async function recognizeHosted(
  deps: RecognizeHostedDeps,
  name: HostedProviderName,
  { call, config, signal }: { call: CallRow; config: BusinessPipelineConfigRow; signal: AbortSignal },
): Promise<Recognized> {
  const provider = deps.providers.get(name);
  if (provider === undefined) throw keyMissing(name, call.bid);
  await using copy = await copyFromVault(deps.vault, call, signal);
  const recording = await openHostedRecording(copy.path, call, { maxSeconds: deps.maxSeconds, signal });
  const result = await provider.recognize(
    {
      call,
      recording,
      language: config.stt_language,
      keyTerms: (config.key_terms ?? []).map(({ term }) => term),
      speakers: config.expected_speakers ?? undefined,
    },
    signal,
  );
  deps.metrics.recognized(name, result.call.durationSeconds, result.costUsd);
  return { ...result, provider: name, recording: copy };
}

function keyMissing(name: HostedProviderName, bid: string): ProviderError {
  const setting = `${name.toUpperCase()}_API_KEY`;
  return new ProviderError(
    name,
    'key_missing',
    `business ${bid} wants its calls recognised by ${name}, and this process has no ${setting}`,
  );
}
