import { textAfter, textBefore } from './lexemes.ts';
import { digitWords, zeroNames } from './number-words.ts';
import type { Rule } from './phrase.ts';

/** "twenty four seven" and "fifty fifty", which are no numbers; "one eight hundred medicare", which stays in words. */
export const readIdiom: Rule = ({ lexemes }, at) => {
  const [first, second, third] = [lexemes[at]?.text, textAfter(lexemes, at), textAfter(lexemes, at + 1)];
  if (first === 'twenty' && second === 'four' && third === 'seven') return [{ text: '24/7', end: at + 3 }];
  if (first === 'twenty-four' && second === 'seven') return [{ text: '24/7', end: at + 2 }];
  if (first === 'fifty' && second === 'fifty' && textBefore(lexemes, at) !== 'one')
    return [{ text: '50/50', end: at + 2 }];
  const isTollFree = first === 'one' && second === 'eight' && third === 'hundred';
  return isTollFree && !isDigit(textAfter(lexemes, at + 2)) ? [{ text: null, end: at + 3 }] : undefined;
};

function isDigit(text: string): boolean {
  return digitWords.has(text) || zeroNames.has(text);
}
