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
  /** Whether anything but punctuation is in it yet. */
  isSpoken: boolean;
  readonly probabilities: number[];
}

const wordMark = '\u2581';
/** Vocabularies hold control tokens such as `<unk>` and `<|en|>`; they are not speech. */
const controlPiece = /^<.+>$/u;
const punctuation = /^\p{P}+$/u;
const closingPunctuation = /^[.,!?;:\u2026]+$/u;

/**
 * Joins token pieces into words, as they are cased and punctuated, by start. A piece with U+2581 in front begins a word,
 * unless the rest is closing punctuation, which belongs to the word before.
 *
 * A token lasts from its frame for its duration; a word from its first token to the end of its last, and at least one
 * frame. Punctuation takes no time: it neither begins nor ends what is spoken.
 */
export function buildWords(tokens: readonly DecodedToken[], timing: WordTiming): Word[] {
  const words: OpenWord[] = [];
  for (const token of tokens) {
    const piece = timing.pieces[token.id];
    if (!controlPiece.test(piece)) addPiece(words, piece, token);
  }
  return words.filter(({ text }) => text !== '').map((word) => closeWord(word, timing));
}

function addPiece(words: OpenWord[], piece: string, { frame, duration, logProb }: DecodedToken): void {
  const hasMark = piece.startsWith(wordMark);
  const text = hasMark ? piece.slice(wordMark.length) : piece;
  const isClosing = closingPunctuation.test(text);
  if (isClosing && words.at(-1)?.text === '') words.pop();
  const current = words.at(-1);
  const isSpoken = !punctuation.test(text);
  const endFrame = frame + duration;
  const probability = Math.exp(logProb);
  if (current === undefined || (hasMark && !isClosing)) {
    words.push({ text, startFrame: frame, endFrame, isSpoken, probabilities: [probability] });
    return;
  }
  current.text += text;
  current.probabilities.push(probability);
  if (!isSpoken) return;
  if (!current.isSpoken) current.startFrame = frame;
  current.endFrame = endFrame;
  current.isSpoken = true;
}

function closeWord({ text, startFrame, endFrame, probabilities }: OpenWord, timing: WordTiming): Word {
  const { secondsPerFrame } = timing;
  const sum = probabilities.reduce((total, probability) => total + probability);
  return {
    word: text,
    start: startFrame * secondsPerFrame,
    end: Math.min(Math.max(endFrame, startFrame + 1), timing.endFrame) * secondsPerFrame,
    confidence: sum / probabilities.length,
  };
}
