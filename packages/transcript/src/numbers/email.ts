import { readBelowHundred } from './cardinal.ts';
import { endOfAt, readDomain } from './email-domain.ts';
import { textBefore, type Lexeme } from './lexemes.ts';
import { numberBelowHundred } from './number-words.ts';
import type { Piece } from './phrase.ts';

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
const determiners = new Set('the a an this that my our your their'.split(' '));
/** What is said before "at" a website, and is no mailbox: "look at example dot com". */
export const notMailboxes = new Set(
  (
    'us me it you him her them look online website site find visit go is are be available also or and back here now up ' +
    'page order shop check more out there'
  ).split(' '),
);
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

function readMailbox(
  lexemes: readonly Lexeme[],
  at: number,
  domain: string,
  isAskedFor: (at: number) => boolean,
): { text: string; start: number } | undefined {
  if (!isMailboxPart(lexemes, at - 1)) return undefined;
  let spelled = at - 1;
  for (let step; at - spelled < maxMailboxWords && (step = stepBack(lexemes, spelled)) > 0;) spelled -= step;
  const start = spokenFrom(lexemes, spelled, isAskedFor);
  if (start === undefined && spelled === at - 1 && !isLikely(lexemes, spelled, domain)) return undefined;
  return { start: start ?? spelled, text: writeMailbox(lexemes.slice(start ?? spelled, at)) };
}

/** Whether one word before an "at" is a mailbox, though nothing says so: "sales", but not "look" and not "the deal". */
function isLikely(lexemes: readonly Lexeme[], at: number, domain: string): boolean {
  if (notMailboxes.has(lexemes[at]?.text ?? '')) return false;
  return providers.has(domain.slice(0, domain.indexOf('.'))) || !determiners.has(textBefore(lexemes, at));
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
