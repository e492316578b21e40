import type { Conversation } from './conversation.ts';
import { findDictations, wordsOf, type Dictation } from './dictations.ts';
import { Explainer } from './explainer.ts';
import type { Finding } from './finding.ts';
import { ReadBacks } from './read-backs.ts';
import { wholeReadings } from './readings.ts';
import { joinUnfinished } from './unfinished.ts';

/** Cards, identity and bank numbers, telephone numbers: everything that is said in digits. */
export function findNumbers(conversation: Conversation): Finding[] {
  const readBacks = new ReadBacks();
  const explainer = new Explainer(conversation);
  const explained = joinUnfinished(listDictations(conversation), conversation.cues).flatMap((dictation) =>
    explainer.explain(dictation),
  );
  for (const { dictation, explanation } of explained) readBacks.add(explanation, wholeReadings(dictation));
  return explained.flatMap(({ dictation, explanation }) => {
    const kind = readBacks.find(wholeReadings(dictation), explanation);
    return kind === undefined || kind === 'kept' ? [] : [{ kind, words: wordsOf(dictation) }];
  });
}

/** Every row of digits of a conversation, for those who want none of them kept. */
export function findAllDigits(conversation: Conversation, leastDigits: number): Finding[] {
  return listDictations(conversation)
    .filter((dictation) => wholeReadings(dictation).some(({ length }) => length >= leastDigits))
    .map((dictation) => ({ kind: 'digits', words: wordsOf(dictation) }));
}

function listDictations({ stream, digits, cueAt }: Conversation): Dictation[] {
  return findDictations(stream, digits, (at) => cueAt[at] === 'count');
}
