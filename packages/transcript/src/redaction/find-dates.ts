import type { Conversation } from './conversation.ts';
import type { Cue } from './cue-phrases.ts';
import { readDateCluster } from './date-cluster.ts';
import type { Finding } from './finding.ts';
import { isSameSegment } from './spoken-stream.ts';

/** So many words after "date of birth" the date begins, and so many later it goes on or is said again. */
const maxWordsToDate = 25;
const maxWordsToExpiry = 12;
const maxWordsOn = 12;
/** Between a card and until when it is good. */
const maxWordsFromCard = 60;

/** Dates of birth, and until when a card is good, which goes with its security code. */
export function findDates(conversation: Conversation): Finding[] {
  const { cues } = conversation;
  let lastCard = -Infinity;
  return cues.all.flatMap(({ cue, to }, i): Finding[] => {
    if (cue === 'date_of_birth') return toFindings(cue, collect(conversation, i, maxWordsToDate));
    if (cue === 'card_number' || cue === 'card_security_code') lastCard = to;
    const next = cues.all[i + 1];
    const isOfCard =
      to - lastCard <= maxWordsFromCard || (next?.cue === 'card_security_code' && next.from - to <= maxWordsOn);
    const isExpiry = cue === 'card_expiry' && isOfCard;
    return isExpiry ? toFindings('card_security_code', collect(conversation, i, maxWordsToExpiry)) : [];
  });
}

function toFindings(kind: Finding['kind'], words: number[]): Finding[] {
  return words.length === 0 ? [] : [{ kind, words }];
}

/** The dates that follow a cue, up to the next like it or to something else that is asked for in another turn. */
function collect(conversation: Conversation, cueIndex: number, maxWords: number): number[] {
  const { stream, cues, cueAt } = conversation;
  const { cue, to } = cues.all[cueIndex] ?? { cue: 'nothing' as const, to: 0 };
  const words: number[] = [];
  let limit = to + maxWords;
  for (let at = to + 1; at < stream.length && at <= limit; at++) {
    if (cueAt[at] !== undefined) {
      if (isEnd(cue, cueAt[at], isSameSegment(stream, at, to))) break;
      continue;
    }
    const cluster = readDateCluster(stream, at);
    const end = cluster.at(-1);
    if (end === undefined) continue;
    if (isSameSegment(stream, at, to) || !/^(in|since)$/.test(stream[at - 1]?.text ?? '')) {
      words.push(...cluster);
      limit = end + maxWordsOn;
    }
    at = end;
  }
  return words;
}

/** What is asked for in one breath ("your date of birth and your social") does not end the search. */
function isEnd(cue: Cue, other: Cue | undefined, isSameTurn: boolean): boolean {
  return other === cue || (!isSameTurn && other !== 'count');
}
