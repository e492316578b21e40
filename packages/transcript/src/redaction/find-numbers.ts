import type { Conversation } from './conversation.ts';
import { findDictations, toDictation, wordsOf, type Dictation } from './dictations.ts';
import { Explainer, type Explained } from './explainer.ts';
import type { Finding } from './finding.ts';
import { ReadBacks } from './read-backs.ts';
import { wholeReadings } from './readings.ts';
import { goesOn } from './unfinished.ts';

/** Cards, identity and bank numbers, telephone numbers: everything that is said in digits. */
export function findNumbers(conversation: Conversation): Finding[] {
  const explained = explainAll(conversation);
  const readBacks = new ReadBacks();
  for (const { dictation, explanation } of explained.flatMap(({ parts }) => parts)) {
    readBacks.add(explanation, wholeReadings(dictation));
  }
  return explained.flatMap(({ whole, parts }) => {
    const ofWhole = readBacks.find(wholeReadings(whole));
    return parts.flatMap(({ dictation, explanation }) => {
      const numbers = wholeReadings(dictation);
      const isReadBack = explanation === undefined || numbers.some(({ length }) => length >= leastDigitsOfExplained);
      const kind = (isReadBack ? (ofWhole ?? readBacks.find(numbers)) : undefined) ?? explanation;
      return kind === undefined || kind === 'kept' ? [] : [{ kind, words: wordsOf(dictation) }];
    });
  });
}

/** Shorter parts of a secret may be something else, if words say so. */
const leastDigitsOfExplained = 8;

/** A number is explained once it is clear that it does not go on. */
function explainAll(conversation: Conversation): Explained[] {
  const explainer = new Explainer(conversation);
  const explained: Explained[] = [];
  let open: Dictation | undefined;
  for (const dictation of listDictations(conversation)) {
    const { kept, rest } = explainer.takeKept(dictation);
    explained.push(...kept);
    const first = open;
    if (first !== undefined && goesOn(first, rest, conversation, () => explainer.isNamed(first))) {
      open = toDictation([...first.chunks, ...rest.chunks]);
    } else {
      if (first !== undefined) explained.push(explainer.explain(first));
      open = rest;
    }
  }
  return open === undefined ? explained : [...explained, explainer.explain(open)];
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
