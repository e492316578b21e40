import type { HostedRequest } from '../provider.ts';
import { toSarvamLanguage } from './sarvam-language.ts';

export const sarvamModes = ['transcribe', 'translate', 'verbatim', 'translit', 'codemix'] as const;

export interface SarvamChoices {
  readonly model: string;
  readonly mode: (typeof sarvamModes)[number];
}

const maxKeyTerms = 50;
const maxSpeakers = 10;

/** The parameters that a clip and a job have in common, as their fields are named on the wire. */
export interface SarvamParameters {
  readonly model: string;
  readonly mode: string;
  readonly language_code: string;
  readonly with_timestamps: true;
  readonly keyterms?: string[];
}

/** @throws ProviderError language_unsupported */
export function buildParameters(
  { language, keyTerms }: HostedRequest,
  { model, mode }: SarvamChoices,
): SarvamParameters {
  // Only saaras:v4 knows them.
  const terms = model.startsWith('saaras:v4') ? keyTerms.slice(0, maxKeyTerms) : [];
  return {
    model,
    mode,
    language_code: toSarvamLanguage(language),
    with_timestamps: true,
    ...(terms.length > 0 ? { keyterms: terms } : {}),
  };
}

/** The parameters of a job, which can also tell speakers apart. */
export function buildJobParameters(request: HostedRequest, choices: SarvamChoices) {
  const { speakers } = request;
  return {
    ...buildParameters(request, choices),
    with_diarization: true,
    ...(speakers === undefined ? {} : { num_speakers: Math.min(speakers, maxSpeakers) }),
  };
}
