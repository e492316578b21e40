import { readBelowHundred } from './cardinal.ts';
import { numberBelowHundred } from './number-words.ts';
import { textAfter, type Lexeme } from './lexemes.ts';
import type { Piece } from './phrase.ts';

const topLevels = new Set('com net org edu gov io co in us uk info biz me ai app dev ca au'.split(' '));
const providers = new Set(
  'gmail yahoo hotmail outlook icloud aol live msn proton protonmail rediffmail rediff ymail'.split(' '),
);
const connectors: ReadonlyMap<string, string> = new Map([
  ['dot', '.'],
  ['period', '.'],
  ['underscore', '_'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['minus', '-'],
  ['plus', '+'],
]);
/** What is said before "at" a website, and is no mailbox: "look at example dot com". */
export const notMailboxes = new Set(
  (
    'us me it you him her them look online website site find visit go is are be available also or and back here now up ' +
    'page order shop check more out there info.'
  ).split(' '),
);
const maxDomainWords = 3;
const maxMailboxWords = 12;

/** An address that is said or half written: "john dot smith at example dot com". */
export interface EmailFound extends Piece {
  readonly text: string;
  readonly start: number;
}

/**
 * @param isAskedFor whether the words before the lexeme speak of an e-mail address; then the words from there on
 *   are the mailbox, even where they are not spelled
 */
export function findEmails(lexemes: readonly Lexeme[], isAskedFor: (at: number) => boolean): EmailFound[] {
  const found: EmailFound[] = [];
  for (let at = 1; at < lexemes.length; at++) {
    const email = readEmailAround(lexemes, at, isAskedFor);
    const isFree = email !== undefined && email.start >= (found.at(-1)?.end ?? 0);
    if (isFree) found.push(email);
  }
  return found;
}

/** @param at of the "at" */
function readEmailAround(
  lexemes: readonly Lexeme[],
  at: number,
  isAskedFor: (at: number) => boolean,
): EmailFound | undefined {
  if (!/^(at|@)$/.test(lexemes[at]?.text ?? '')) return undefined;
  const domain = readDomain(lexemes, endOfAt(lexemes, at));
  if (domain === undefined) return undefined;
  const mailbox = readMailbox(lexemes, at, domain.text, isAskedFor);
  return mailbox && { start: mailbox.start, end: domain.end, text: `${mailbox.text}@${domain.text}` };
}

/** "at the rate" is how the sign is read in India. */
function endOfAt(lexemes: readonly Lexeme[], at: number): number {
  const isRate = textAfter(lexemes, at) === 'the' && textAfter(lexemes, at + 1) === 'rate';
  if (!isRate) return at + 1;
  return textAfter(lexemes, at + 2) === 'of' ? at + 4 : at + 3;
}

/** "example dot com", "g mail dot com", "example dot co dot in", "example.com". */
function readDomain(lexemes: readonly Lexeme[], at: number): { text: string; end: number } | undefined {
  const written = lexemes[at]?.text ?? '';
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(written)) {
    return topLevels.has(written.slice(written.lastIndexOf('.') + 1)) ? { text: written, end: at + 1 } : undefined;
  }
  let end = at;
  let text = '';
  while (end - at < maxDomainWords && isLabel(lexemes[end]?.text) && lexemes[end]?.isJoined === true) {
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

function readMailbox(
  lexemes: readonly Lexeme[],
  at: number,
  domain: string,
  isAskedFor: (at: number) => boolean,
): { text: string; start: number } | undefined {
  let start = at - 1;
  if (!isMailboxPart(lexemes, start)) return undefined;
  while (at - start < maxMailboxWords) {
    const step = stepBack(lexemes, start);
    if (step === 0) break;
    start -= step;
  }
  const isSpelled = start < at - 1;
  const asked = spokenFrom(lexemes, start, isAskedFor);
  if (asked !== undefined) start = asked;
  const only = lexemes[at - 1]?.text ?? '';
  const isKnown = asked !== undefined || isSpelled || only.includes('.') || providers.has(domain.split('.')[0] ?? '');
  if (!isKnown && notMailboxes.has(only)) return undefined;
  if (!isSpelled && asked === undefined && notMailboxes.has(only)) return undefined;
  return { start, text: writeMailbox(lexemes.slice(start, at)) };
}

function isMailboxPart(lexemes: readonly Lexeme[], at: number): boolean {
  const lexeme = lexemes[at];
  return lexeme !== undefined && lexeme.isLooselyJoined && /^[a-z0-9._+-]+$/.test(lexeme.text);
}

/** How many lexemes before `start` belong to the same mailbox: a connector and a part, a letter, a part before digits. */
function stepBack(lexemes: readonly Lexeme[], start: number): number {
  if (!isMailboxPart(lexemes, start - 1)) return 0;
  const before = lexemes[start - 1]?.text ?? '';
  if (connectors.has(before)) return isMailboxPart(lexemes, start - 2) ? 2 : 0;
  const isDigits = isNumber(lexemes[start]?.text ?? '');
  const isLetter = /^[b-hj-z]$/.test(before) || (isSingle(before) && isSingle(lexemes[start]?.text ?? ''));
  return isLetter || isNumber(before) || (isDigits && !notMailboxes.has(before) && !/^(is|s)$/.test(before)) ? 1 : 0;
}

function isSingle(text: string): boolean {
  return /^[a-z0-9]$/.test(text) || isNumber(text);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text) || numberBelowHundred(text) !== undefined;
}

/** Where the mailbox starts if it was asked for: up to four words before what is spelled. */
function spokenFrom(
  lexemes: readonly Lexeme[],
  start: number,
  isAskedFor: (at: number) => boolean,
): number | undefined {
  for (let from = start; from >= Math.max(0, start - 4); from--) {
    if (isAskedFor(from)) return from;
    if (!isMailboxPart(lexemes, from - 1) || notMailboxes.has(lexemes[from - 1]?.text ?? '')) return undefined;
  }
  return undefined;
}

function writeMailbox(lexemes: readonly Lexeme[]): string {
  let text = '';
  for (let at = 0; at < lexemes.length;) {
    const number = readBelowHundred(lexemes, at);
    const word = lexemes[at]?.text ?? '';
    text += number?.value ?? connectors.get(word) ?? word;
    at = number?.end ?? at + 1;
  }
  return text;
}

function label(text: string): string {
  const number = numberBelowHundred(text);
  return number === undefined ? text : String(number);
}
