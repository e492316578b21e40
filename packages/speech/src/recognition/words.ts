import type { DecodedToken } from './tdt-decoder.ts';

/** Times in seconds from the start of the audio; confidence is the mean probability of the word's tokens, 0 to 1. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

export interface WordTiming {
  readonly pieces: readonly string[];
  readonly secondsPerFrame: number;
  /** The frame at which the audio ends: the duration of a last token may reach past it. */
  readonly endFrame: number;
}

interface OpenWord {
  text: string;
  startFrame: number;
  endFrame: number;
  probabilities: number[];
}

const wordMark = '\u2581';
/** Vocabularies hold control tokens such as `<unk>`; they are not speech. */
const controlPiece = /^<.+>$/u;
const punctuation = /^\p{P}+$/u;
const closingPunctuation = /^[.,!?;:]+$/u;

/**
 * Joins token pieces into words. A piece with U+2581 in front begins a word, unless the rest is closing punctuation,
 * which belongs to the word before. Punctuation takes no time: it sits at the end of the token before it.
 */
export function buildWords(tokens: readonly DecodedToken[], timing: WordTiming): Word[] {
  const words: OpenWord[] = [];
  for (const token of tokens) {
    const piece = timing.pieces[token.id];
    if (controlPiece.test(piece)) continue;
    const hasMark = piece.startsWith(wordMark);
    const text = hasMark ? piece.slice(wordMark.length) : piece;
    const current = words.at(-1);
    const probability = Math.exp(token.logProb);
    const endFrame = Math.min(token.frame + token.duration, timing.endFrame);
    if (current === undefined || (hasMark && !closingPunctuation.test(text))) {
      words.push({ text, startFrame: token.frame, endFrame, probabilities: [probability] });
    } else {
      current.text += text;
      current.probabilities.push(probability);
      if (!punctuation.test(text)) current.endFrame = endFrame;
    }
  }
  return words.filter((word) => word.text !== '').map((word) => closeWord(word, timing.secondsPerFrame));
}

function closeWord(word: OpenWord, secondsPerFrame: number): Word {
  const sum = word.probabilities.reduce((total, probability) => total + probability);
  return {
    word: word.text,
    start: word.startFrame * secondsPerFrame,
    end: word.endFrame * secondsPerFrame,
    confidence: sum / word.probabilities.length,
  };
}
