import type { HostedRequest } from '../provider.ts';

export interface DeepgramChoices {
  readonly model: string;
  /** Keeps recordings out of the vendor's training. */
  readonly optOut: boolean;
}

/** More of them slow the recognition down and are refused. */
const maxKeyTerms = 100;

/** What Deepgram is asked for, all of it in the query. */
export function buildDeepgramQuery(
  { recording, language, keyTerms }: HostedRequest,
  { model, optOut }: DeepgramChoices,
): URLSearchParams {
  const query = new URLSearchParams({ model, punctuate: 'true', smart_format: 'true', utterances: 'true' });
  if (isByChannel(recording)) query.set('multichannel', 'true');
  else query.set('diarize_model', 'latest');
  if (language === null) query.set('detect_language', 'true');
  else query.set('language', language);
  // Older models take `keywords`, which boosts words blindly; they do without.
  if (model.startsWith('nova-3')) for (const term of keyTerms.slice(0, maxKeyTerms)) query.append('keyterm', term);
  if (optOut) query.set('mip_opt_out', 'true');
  return query;
}

/** More than two channels are no two parties: they are mixed, and told apart by voice. */
export function isByChannel({ channelCount }: HostedRequest['recording']): boolean {
  return channelCount === 2;
}
