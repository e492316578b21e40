import { textAfter, textBefore } from './lexemes.ts';
import type { Rule } from './phrase.ts';

/** "twenty four seven" and "fifty fifty", which are no numbers. */
export const readIdiom: Rule = ({ lexemes }, at) => {
  const [first, second, third] = [lexemes[at]?.text, textAfter(lexemes, at), textAfter(lexemes, at + 1)];
  if (first === 'twenty' && second === 'four' && third === 'seven') return [{ text: '24/7', end: at + 3 }];
  if (first === 'twenty-four' && second === 'seven') return [{ text: '24/7', end: at + 2 }];
  if (first === 'fifty' && second === 'fifty' && textBefore(lexemes, at) !== 'one')
    return [{ text: '50/50', end: at + 2 }];
  return undefined;
};
