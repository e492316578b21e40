import type { Lexeme } from './lexemes.ts';

/** One written word, and up to where in the lexemes it reaches. */
export interface Piece {
  /** Null where the words stay as they are. */
  readonly text: string | null;
  /** The lexeme after its last. */
  readonly end: number;
}

/** What is written for a row of lexemes, in pieces one after the other. Never empty. */
export type Phrase = readonly [Piece, ...Piece[]];

export interface Reading {
  readonly lexemes: readonly Lexeme[];
  /** Where numbers of ten digits and prices without a currency are taken to belong. */
  readonly region: Region;
}

export type Region = 'US' | 'IN';

/** Reads one kind of phrase that starts at `at`, or nothing. */
export type Rule = (reading: Reading, at: number) => Phrase | undefined;
