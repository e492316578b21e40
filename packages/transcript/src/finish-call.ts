import type {
  Correction,
  KeyTerm,
  RecognizedCall,
  Redaction,
  RedactionPolicy,
  Segment,
  Speaker,
  SpeakerRoles,
  Transcript,
} from '@callscript/contracts';
import { buildSegments } from './segments.ts';

/** What is known of a call and its business when its words arrive. */
export interface CallContext {
  /** The channel the agent is on in a recording with one party a channel. */
  readonly agentChannel: 0 | 1;
  readonly agentName: string | null;
  readonly businessName: string;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly keyTerms: readonly KeyTerm[];
  readonly redaction: RedactionPolicy;
}

export interface FinishedCall {
  readonly transcript: Transcript;
  /** The transcript before redaction; for nobody but those who may see it. */
  readonly raw: Transcript;
  readonly roles: SpeakerRoles;
  readonly corrections: readonly Correction[];
  readonly redactions: readonly Redaction[];
}

/** The transcript that is kept, from what any provider recognised. */
export function finishCall({ voices, separation }: RecognizedCall, context: CallContext): FinishedCall {
  const isByChannel = separation === 'channels';
  const speakers = voices.map(({ channel }): Speaker => {
    if (!isByChannel) return 'unknown';
    return channel === context.agentChannel ? 'agent' : 'customer';
  });
  const raw = toTranscript(
    buildSegments(voices.map(({ words }, voice) => ({ speaker: speakers[voice] ?? 'unknown', voice, words }))),
  );
  return {
    transcript: raw,
    raw,
    roles: { source: isByChannel ? 'channel' : 'none', confidence: isByChannel ? 1 : 0 },
    corrections: [],
    redactions: [],
  };
}

function toTranscript(segments: Segment[]): Transcript {
  return { text: segments.map(({ text }) => text).join('\n'), segments };
}
