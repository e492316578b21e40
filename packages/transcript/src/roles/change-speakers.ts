import type { Redaction, Segment, Speaker, Transcript } from '@callscript/contracts';

/** What a person says of who is who: the two the other way round, or each voice by its number. */
export type SpeakerChange =
  | { readonly kind: 'swap' }
  | { readonly kind: 'voices'; readonly speakers: readonly Speaker[] };

/** Why a change cannot be made of a transcript; undefined where it can. */
export function refuseChange({ segments }: Transcript, change: SpeakerChange): string | undefined {
  if (change.kind === 'swap') {
    return segments.some(({ speaker }) => speaker !== 'unknown')
      ? undefined
      : 'nobody in this call is known to be the agent or the customer, so there is nobody to swap';
  }
  if (segments.length === 0) return 'nobody speaks in this call';
  if (segments.some(({ voice }) => voice === undefined))
    return 'this transcript is older than the numbers of its voices';
  const voices = voicesOf(segments);
  return voices <= change.speakers.length
    ? undefined
    : `this call has ${voices} voices, so each of them needs a speaker`;
}

function voicesOf(segments: readonly Segment[]): number {
  return Math.max(...segments.map(({ voice = 0 }) => voice)) + 1;
}

export function changeSpeakers({ text, segments }: Transcript, change: SpeakerChange): Transcript {
  return { text, segments: segments.map((segment) => ({ ...segment, speaker: newSpeaker(segment, change) })) };
}

/** Redactions are told by speaker and time: each goes with the segment it is in. @param segments before the change */
export function changeRedactions(
  redactions: readonly Redaction[],
  segments: readonly Segment[],
  change: SpeakerChange,
): Redaction[] {
  return redactions.map((redaction) => {
    const own = segments.filter(({ speaker }) => speaker === redaction.speaker);
    const middle = (redaction.start + redaction.end) / 2;
    const within = own.find(({ start, end }) => start <= middle && middle <= end);
    return { ...redaction, speaker: newSpeaker(within ?? { speaker: redaction.speaker }, change) };
  });
}

const swapped = { agent: 'customer', customer: 'agent', unknown: 'unknown' } as const;

function newSpeaker({ speaker, voice }: Pick<Segment, 'speaker' | 'voice'>, change: SpeakerChange): Speaker {
  if (change.kind === 'swap') return swapped[speaker];
  return (voice === undefined ? undefined : change.speakers[voice]) ?? speaker;
}
