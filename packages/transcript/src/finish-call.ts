import type {
  Correction,
  KeyTerm,
  RecognizedCall,
  Redaction,
  RedactionPolicy,
  Segment,
  SpeakerRoles,
  Transcript,
} from '@callscript/contracts';
import { correctWords } from './corrections/correct-words.ts';
import { writeNumbers } from './numbers/write-numbers.ts';
import { redactSegments } from './redaction/redact-segments.ts';
import { assignRoles } from './roles/assign-roles.ts';
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
  const corrected = voices.map(({ words }) => correctWords(words, context.keyTerms));
  const written = voices.map((voice, i) => ({ ...voice, words: writeNumbers(corrected[i]?.words ?? []) }));
  const { speakers, roles } = assignRoles(written, { ...context, separation });
  const segments = buildSegments(
    written.map(({ words }, voice) => ({ speaker: speakers[voice] ?? 'unknown', voice, words })),
  );
  const redacted = redactSegments(segments, context.redaction);
  return {
    transcript: toTranscript(redacted.segments),
    raw: toTranscript(segments),
    roles,
    // A correction quotes what was heard, which is not to be kept where it was taken out.
    corrections: corrected
      .flatMap(({ corrections }) => corrections)
      .filter(({ start }) => !redacted.redactions.some((taken) => taken.start <= start && start <= taken.end))
      .toSorted((a, b) => a.start - b.start),
    redactions: redacted.redactions,
  };
}

function toTranscript(segments: Segment[]): Transcript {
  return { text: segments.map(({ text }) => text).join('\n'), segments };
}
