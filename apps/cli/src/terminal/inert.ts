import { stripVTControlCharacters } from 'node:util';

/**
 * Words of a call, of a vendor's answer or of a message nobody could read end up on an operator's screen, where escape
 * sequences would rewrite it and marks of direction would reorder it.
 */
const lineBreakers = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const escapedInJson = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line that a terminal shows and does not obey. */
export function inert(text: string): string {
  return stripVTControlCharacters(text).replaceAll(lineBreakers, ' ').replaceAll(directionMarks, '').toWellFormed();
}

/** JSON with nothing for `inert` to take out: what a terminal could obey is escaped, so that no value changes. */
export function inertJson(value: unknown): string[] {
  return JSON.stringify(value, null, 2)
    .replaceAll(escapedInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .split('\n');
}

/** @param length in characters. */
export function cut(text: string, length: number): string {
  const characters = Array.from(inert(text));
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
