import { sttProviderSchema, type Stage, type SttProvider } from '@callscript/contracts';
import { findPipelineConfig, type BusinessPipelineConfigRow, type CallRow, type Transaction } from '@callscript/db';

// Providers in order: a business names one and its fallbacks. A turn that fails for good passes to the next provider; the
// last one's failure is the call's. The engine's turns are worked at `recognize`, hosted ones at `transcribe`.

type Providers = Pick<BusinessPipelineConfigRow, 'stt_provider' | 'stt_fallbacks'>;

/** Whose turn it is to recognise the call. */
export function turnOf(call: Pick<CallRow, 'stt_provider'>, providers: Providers): SttProvider {
  return call.stt_provider ?? providers.stt_provider;
}

/** The stage that works on a provider's turn, over the copy in the vault. */
export function stageOfTurn(provider: SttProvider): 'transcribe' | 'recognize' {
  return provider === 'parakeet' ? 'recognize' : 'transcribe';
}

/** Who is asked when the turn that the stage was working on has failed; undefined when nobody is left or nobody could help. */
export async function findNextTurn(tx: Transaction, stage: Stage, call: CallRow): Promise<SttProvider | undefined> {
  const providers = await findProviders(tx, stage, call);
  if (providers === undefined) return undefined;
  const turns = listTurns(providers);
  // The engine works on no turns but Parakeet's, whatever the business has chosen since.
  const failed = stage === 'recognize' ? 'parakeet' : turnOf(call, providers);
  return turns[turns.indexOf(failed) + 1];
}

/** Who is asked first; undefined when the stage is not about recognition. */
export async function findFirstTurn(tx: Transaction, stage: Stage, call: CallRow): Promise<SttProvider | undefined> {
  const providers = await findProviders(tx, stage, call);
  return providers?.stt_provider;
}

/** Without a copy in the vault no provider has had a turn: there is nothing to recognise. */
async function findProviders(tx: Transaction, stage: Stage, call: CallRow): Promise<Providers | undefined> {
  const isRecognition = stage === 'transcribe' || stage === 'recognize';
  return isRecognition && call.storage_path !== null ? await findPipelineConfig(tx, call.bid) : undefined;
}

/** The fallbacks are JSON that a person may have written: what is no provider is passed over. */
function listTurns({ stt_provider, stt_fallbacks }: Providers): SttProvider[] {
  const fallbacks: unknown = stt_fallbacks;
  const known = Array.isArray(fallbacks) ? fallbacks.filter((name) => sttProviderSchema.safeParse(name).success) : [];
  return [...new Set([stt_provider, ...(known as SttProvider[])])];
}
