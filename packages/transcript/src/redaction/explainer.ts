import type { Conversation } from './conversation.ts';
import { toDictation, type Dictation } from './dictations.ts';
import { explainNumber, isNamedToKeep, type Explanation, type SpokenNumber } from './explain-number.ts';
import { maxWordsAfter } from './find-cues.ts';
import { lastBefore } from './places.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { isSameSegment } from './spoken-stream.ts';

/** What a card's number explains after it, in words. */
const maxWordsAfterCard = 60;
/** Longer numbers are not looked at as they are written. */
const maxWrittenWords = 5;
/** Fewer digits are nothing that a cue before them could name. */
const leastDigitsOfNumber = 3;

export interface Explained {
  readonly dictation: Dictation;
  readonly explanation: Explanation;
}

/** Explains the numbers of a conversation in the order in which they are said: earlier ones explain later ones. */
export class Explainer {
  readonly #conversation: Conversation;
  #lastCard = -Infinity;
  #lastNumber = -Infinity;
  readonly #kept = new Set<string>();

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /**
   * First turns that are named as something to keep go by themselves: a postcode before a card's number. The rest as a whole;
   * where that says nothing, each turn by itself.
   */
  explain(dictation: Dictation): Explained[] {
    const explained: Explained[] = [];
    const turns = this.#splitTurns(dictation);
    for (let first; turns.length > 1 && (first = turns[0]) && isNamedToKeep(this.#toNumber(first)); turns.shift()) {
      explained.push(this.#remember(first, 'kept'));
    }
    const rest = toDictation(turns.flatMap(({ chunks }) => chunks));
    const explanation = explainNumber(this.#toNumber(rest));
    if (explanation !== undefined || turns.length === 1) return [...explained, this.#remember(rest, explanation)];
    return [...explained, ...turns.map((turn) => this.#remember(turn, explainNumber(this.#toNumber(turn))))];
  }

  #remember(dictation: Dictation, explanation: Explanation): Explained {
    if (explanation === 'card_number') this.#lastCard = dictation.to;
    const digits = dictation.chunks.reduce((sum, chunk) => sum + chunk.digits.length, 0);
    if (digits >= leastDigitsOfNumber) this.#lastNumber = dictation.from;
    if (explanation === 'kept') for (const number of wholeReadings(dictation)) this.#kept.add(number);
    return { dictation, explanation };
  }

  #toNumber(dictation: Dictation): SpokenNumber {
    const { stream, cues, amounts } = this.#conversation;
    const { from, to } = dictation;
    const wholes = wholeReadings(dictation);
    const isShort = to - from < maxWrittenWords;
    const lastNumber = Math.max(this.#lastNumber, lastBefore(amounts, from));
    return {
      readings: readingsOf(dictation),
      wholes,
      written: isShort
        ? stream
            .slice(from, to + 1)
            .map(({ core }) => core)
            .join(' ')
        : '',
      surroundings: { before: cues.before(from), after: cues.after(to, this.#endOfTurn(to)) },
      wordsSinceNumber: from - lastNumber - 1,
      isKeptAlready: wholes.some((number) => this.#kept.has(number)),
      isAfterCard: from - this.#lastCard <= maxWordsAfterCard,
    };
  }

  #endOfTurn(at: number): number {
    let end = at;
    while (end - at < maxWordsAfter && isSameSegment(this.#conversation.stream, end + 1, at)) end++;
    return end;
  }

  #splitTurns({ chunks }: Dictation): Dictation[] {
    const turns = Map.groupBy(chunks, ({ from }) => this.#conversation.stream[from]?.segment);
    return [...turns.values()].map(toDictation);
  }
}
