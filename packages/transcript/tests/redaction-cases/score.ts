import type { Redaction, RedactionKind, Segment } from '@callscript/contracts';
import { writeNumbers } from '../../src/numbers/write-numbers.ts';
import { redactSegments } from '../../src/redaction/redact-segments.ts';
import { buildSegments } from '../../src/segments.ts';
import type { Conversation } from './conversation.ts';

export interface KindScore {
  secrets: number;
  /** Secrets of which every word was taken out as what it is. */
  found: number;
  /** Secrets of which every word was taken out, as whatever. */
  hidden: number;
  /** Stretches taken out, and those of them that hold words of a secret of the kind. */
  redactions: number;
  right: number;
}

export type Scores = Map<RedactionKind, KindScore>;

const policy = {
  kinds: [
    'card_number',
    'card_security_code',
    'bank_account',
    'ssn',
    'aadhaar',
    'pan',
    'email',
    'phone',
    'date_of_birth',
  ],
} satisfies { kinds: RedactionKind[] };

/** How words come from recognition: numbers in words, or written first as in production. */
export const styles = ['as said', 'numbers written'] as const;

export function scoreConversations(conversations: readonly Conversation[], style: (typeof styles)[number]): Scores {
  const scores: Scores = new Map();
  for (const conversation of conversations) addScore(scores, conversation, style);
  return scores;
}

/** Segments are rounded to hundredths. */
const slackSeconds = 0.01;

function addScore(scores: Scores, { segments, secret }: Conversation, style: (typeof styles)[number]): void {
  const { redactions } = redactSegments(style === 'as said' ? segments : writeCall(segments), policy);
  const hides = (redaction: Redaction, word: { start: number; end: number }): boolean =>
    redaction.start <= word.start + slackSeconds && word.end - slackSeconds <= redaction.end;
  for (const redaction of redactions) {
    const score = scoreOf(scores, redaction.kind);
    score.redactions++;
    const isRight = secret?.kind === redaction.kind && secret.words.some((word) => hides(redaction, word));
    if (isRight) score.right++;
  }
  if (secret === null) return;
  const score = scoreOf(scores, secret.kind);
  const isHidden = (kinds: readonly Redaction[]): boolean =>
    secret.words.every((word) => kinds.some((redaction) => hides(redaction, word)));
  score.secrets++;
  if (isHidden(redactions)) score.hidden++;
  if (isHidden(redactions.filter(({ kind }) => kind === secret.kind))) score.found++;
}

/** Numbers are written voice by voice, before anybody's words are put in order. */
export function writeCall(segments: readonly Segment[]): Segment[] {
  const voices = Map.groupBy(segments, ({ speaker }) => speaker);
  return buildSegments(
    [...voices].map(([speaker, own], voice) => ({
      speaker,
      voice,
      words: writeNumbers(own.flatMap(({ words }) => words)),
    })),
  );
}

function scoreOf(scores: Scores, kind: RedactionKind): KindScore {
  const score = scores.get(kind) ?? { secrets: 0, found: 0, hidden: 0, redactions: 0, right: 0 };
  scores.set(kind, score);
  return score;
}
