import type { Conversation } from './conversation.ts';
import { toDictation, type Dictation } from './dictations.ts';
import { explainNumber, isNamed, isNamedToKeep, type Explanation, type SpokenNumber } from './explain-number.ts';
import { lastBefore } from './places.ts';
import { readingsOf, wholeReadings } from './readings.ts';
import { isSameSegment } from './spoken-stream.ts';
import { surroundingsOf } from './surroundings.ts';

/** What a card's number explains after it, in words. */
const maxWordsAfterCard = 60;
/** Longer numbers are not looked at as they are written. */
const maxWrittenWords = 5;
/** Fewer digits are nothing that a cue before them could name. */
const leastDigitsOfNumber = 3;

/** A dictation and what it is: in one, or turn by turn. */
export interface Explained {
  readonly whole: Dictation;
  readonly parts: readonly { readonly dictation: Dictation; readonly explanation: Explanation }[];
}

/** Explains the numbers of a conversation in the order in which they are said: earlier ones explain later ones. */
export class Explainer {
  readonly #conversation: Conversation;
  /** Where numbers started that are long enough to be what a cue before them names. */
  readonly #numbers: number[] = [];
  readonly #kept = new Set<string>();
  #lastCard = -Infinity;

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** Takes first turns off that are named as something to keep: a postcode before a card's number. */
  takeKept(dictation: Dictation): { kept: Explained[]; rest: Dictation } {
    const turns = this.#splitTurns(dictation);
    const count = turns.findIndex((turn) => this.#see(turn) && !isNamedToKeep(this.#toNumber(turn)));
    const kept = turns.slice(0, count === -1 ? turns.length - 1 : count);
    return {
      kept: kept.map((turn) => this.#remember(turn, [{ dictation: turn, explanation: 'kept' }])),
      rest: toDictation(turns.slice(kept.length).flatMap(({ chunks }) => chunks)),
    };
  }

  isNamed(dictation: Dictation): boolean {
    return isNamed(this.#toNumber(dictation));
  }

  /** As a whole; where that says nothing, each turn by itself. */
  explain(whole: Dictation): Explained {
    const explanation = explainNumber(this.#toNumber(whole));
    const turns = explanation === undefined ? this.#splitTurns(whole) : [];
    if (turns.length < 2) return this.#remember(whole, [{ dictation: whole, explanation }]);
    const parts = turns.map((turn) => ({ dictation: turn, explanation: explainNumber(this.#toNumber(turn)) }));
    return this.#remember(whole, parts);
  }

  #see({ chunks, from }: Dictation): true {
    const digits = chunks.reduce((sum, chunk) => sum + chunk.digits.length, 0);
    if (digits >= leastDigitsOfNumber) this.#numbers.push(from);
    return true;
  }

  #remember(whole: Dictation, parts: Explained['parts']): Explained {
    for (const { dictation, explanation } of parts) {
      if (explanation === 'card_number') this.#lastCard = dictation.to;
      if (explanation === 'kept') for (const number of wholeReadings(dictation)) this.#kept.add(number);
    }
    return { whole, parts };
  }

  #toNumber(dictation: Dictation): SpokenNumber {
    const { stream, amounts } = this.#conversation;
    const { from, to } = dictation;
    const wholes = wholeReadings(dictation);
    const isShort = to - from < maxWrittenWords;
    const lastNumber = Math.max(lastBefore(this.#numbers, from), lastBefore(amounts, from));
    return {
      readings: readingsOf(dictation),
      wholes,
      written: isShort
        ? stream
            .slice(from, to + 1)
            .map(({ core }) => core)
            .join(' ')
        : '',
      surroundings: surroundingsOf(this.#conversation, from, to),
      isAfterAt: isSameSegment(stream, from - 1, from) && /^(at|on)$/.test(stream[from - 1]?.text ?? ''),
      wordsSinceNumber: from - lastNumber - 1,
      isKeptAlready: wholes.some((number) => this.#kept.has(number)),
      isAfterCard: from - this.#lastCard <= maxWordsAfterCard,
    };
  }

  #splitTurns({ chunks }: Dictation): Dictation[] {
    const turns = Map.groupBy(chunks, ({ from }) => this.#conversation.stream[from]?.segment);
    return [...turns.values()].map(toDictation);
  }
}
