import type { Word } from '@callscript/contracts';
import { z } from 'zod';

/** No recording lasts for a week. Some vendors begin a hair before zero. */
export const secondsSchema = z.number().min(-1).max(604_800);

/** A word as a vendor tells it. */
export interface HeardWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly confidence?: number | undefined;
}

/** Words by start, none before zero, none that ends before it begins; confidences outside 0 to 1 are none. */
export function orderWords(heard: readonly HeardWord[]): Word[] {
  const words = heard
    .map(({ word, start, end, confidence }) => ({ word: word.trim(), ...orderTimes(start, end), ...trust(confidence) }))
    .filter(({ word }) => word !== '');
  return words.sort((a, b) => a.start - b.start || a.end - b.end);
}

function orderTimes(start: number, end: number): { start: number; end: number } {
  const from = Math.max(0, start);
  return { start: from, end: Math.max(from, end) };
}

function trust(confidence: number | undefined): { confidence?: number } {
  return confidence !== undefined && confidence >= 0 && confidence <= 1 ? { confidence } : {};
}

/**
 * The words of a phrase, its time shared out by their length. A word whose time is estimated has no confidence: that is
 * how it is told from one that was heard at its time.
 */
export function spreadPhrase(phrase: string, start: number, end: number): HeardWord[] {
  const words = phrase.split(/\s+/u).filter((word) => word !== '');
  const { start: from, end: to } = orderTimes(start, end);
  const total = words.reduce((sum, word) => sum + word.length, 0);
  const at = (length: number): number => (length === total ? to : from + ((to - from) * length) / total);
  let before = 0;
  return words.map((word) => {
    const begin = at(before);
    before += word.length;
    return { word, start: begin, end: at(before) };
  });
}
