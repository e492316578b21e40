import type { RedactionKind, Segment, Speaker, Word } from '@callscript/contracts';

/** Words of one turn; those of a secret say of which kind. */
export interface Turn {
  readonly speaker: Speaker;
  readonly words: readonly { readonly word: string; readonly secret?: RedactionKind | undefined }[];
}

/** A secret and when its words are said. */
export interface Secret {
  readonly kind: RedactionKind;
  readonly words: readonly Word[];
}

export interface Conversation {
  readonly segments: Segment[];
  /** Null where nothing is to be taken out. */
  readonly secret: Secret | null;
}

const secondsPerWord = 0.35;
const secondsBetweenTurns = 0.6;
/** Somebody who says two things one after the other pauses longer. */
const secondsOfThought = 0.6;

export function toConversation(turns: readonly Turn[]): Conversation {
  let start = 0;
  const secretWords: Word[] = [];
  let kind: RedactionKind | undefined;
  const segments = turns.map(({ speaker, words }, i): Segment => {
    if (turns[i - 1]?.speaker === speaker) start += secondsOfThought;
    const said = words.map(({ word, secret }) => {
      const timed = { word, start, end: start + 0.3, confidence: 0.9 };
      start += secondsPerWord;
      if (secret !== undefined) secretWords.push(timed);
      kind ??= secret;
      return timed;
    });
    start += secondsBetweenTurns;
    return {
      speaker,
      start: said[0]?.start ?? start,
      end: said.at(-1)?.end ?? start,
      text: words.map(({ word }) => word).join(' '),
      words: said,
    };
  });
  return { segments, secret: kind === undefined ? null : { kind, words: secretWords } };
}

export function turn(line: string): Turn {
  const speaker = line.startsWith('A:') ? 'agent' : 'customer';
  return {
    speaker,
    words: line
      .slice(3)
      .split(' ')
      .map((word) => ({ word })),
  };
}
