import { textAfter, type Lexeme } from './lexemes.ts';
import { numberBelowHundred } from './number-words.ts';

const topLevels = new Set('com net org edu gov io co in us uk info biz me ai app dev ca au'.split(' '));
const maxNameWords = 3;

/** "at the rate" is how the sign is read in India. */
export function endOfAt(lexemes: readonly Lexeme[], at: number): number {
  const isRate = textAfter(lexemes, at) === 'the' && textAfter(lexemes, at + 1) === 'rate';
  if (!isRate) return at + 1;
  return textAfter(lexemes, at + 2) === 'of' ? at + 4 : at + 3;
}

/** "example dot com", "g mail dot com", "example dot co dot in", "example.com". */
export function readDomain(lexemes: readonly Lexeme[], at: number): { text: string; end: number } | undefined {
  const written = lexemes[at]?.text ?? '';
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(written)) {
    return topLevels.has(written.slice(written.lastIndexOf('.') + 1)) ? { text: written, end: at + 1 } : undefined;
  }
  let end = at;
  let text = '';
  while (end - at < maxNameWords && isLabel(lexemes[end]?.text) && lexemes[end]?.isJoined === true) {
    text += label(lexemes[end]?.text ?? '');
    end++;
    if (lexemes[end]?.text === 'dot') return readTopLevels(lexemes, text, end);
  }
  return undefined;
}

/** @param at of the first "dot" */
function readTopLevels(
  lexemes: readonly Lexeme[],
  name: string,
  at: number,
): { text: string; end: number } | undefined {
  let text = name;
  let end = at;
  let last = '';
  while (lexemes[end]?.text === 'dot' && isLabel(textAfter(lexemes, end))) {
    last = textAfter(lexemes, end);
    text += `.${last}`;
    end += 2;
    if (lexemes[end - 1]?.isJoined !== true) break;
  }
  return topLevels.has(last) ? { text, end } : undefined;
}

function isLabel(text: string | undefined): boolean {
  return text !== undefined && text !== 'dot' && /^[a-z0-9-]+$/.test(text);
}

function label(text: string): string {
  const number = numberBelowHundred(text);
  return number === undefined ? text : String(number);
}
