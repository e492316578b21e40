import type { Correction, KeyTerm, Word } from '@callscript/contracts';
import { mergeWords } from '../words/merge-words.ts';
import { PhraseTrie } from '../words/phrase-trie.ts';
import { plainForm, takeApart, type WrittenWord } from '../words/written-word.ts';

/**
 * Puts the key terms of a business in the place of what was heard, and in their own casing. Only the listed forms and the
 * term itself are looked for, whole words in any case; the longest wins. Punctuation around a term, a possessive "'s" and
 * the capital of a sentence stay. Done twice, it changes nothing more.
 *
 * @param words of one voice, by start
 */
export function correctWords(
  words: readonly Word[],
  terms: readonly KeyTerm[],
): { words: Word[]; corrections: Correction[] } {
  const variants = buildVariants(terms);
  const written = words.map(({ word }) => takeApart(word));
  const corrected: Word[] = [];
  const corrections: Correction[] = [];
  for (let at = 0; at < words.length;) {
    const match = findVariant(variants, written, at);
    const length = match?.length ?? 1;
    const heard = words.slice(at, at + length);
    const replaced = match === undefined ? heard : writeTerm(match.term, heard, written.slice(at, at + length));
    corrected.push(...replaced);
    if (match !== undefined && replaced !== heard) {
      corrections.push({
        start: heard[0]?.start ?? 0,
        heard: heard.map(({ word }) => word).join(' '),
        term: match.term,
      });
    }
    at += length;
  }
  return { words: corrected, corrections };
}

/** A term's own spelling comes before what another term is heard as, so that no term is ever replaced by another. */
function buildVariants(terms: readonly KeyTerm[]): PhraseTrie<string> {
  const variants = new PhraseTrie<string>();
  for (const { term } of terms) variants.add(toPhrase(term), term);
  for (const { term, heard } of terms) for (const form of heard) variants.add(toPhrase(form), term);
  return variants;
}

function toPhrase(form: string): string[] {
  return splitWords(form).map((word) => plainForm(takeApart(word).core) || word);
}

function splitWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function findVariant(
  variants: PhraseTrie<string>,
  written: readonly WrittenWord[],
  at: number,
): { term: string; length: number } | undefined {
  const wordAt = (offset: number, form: (core: string) => string): string | undefined => {
    const word = written[at + offset];
    const isCutOff = offset > 0 && ((written[at + offset - 1]?.closing ?? '') !== '' || word?.opening !== '');
    return word === undefined || word.core === '' || isCutOff ? undefined : form(plainForm(word.core));
  };
  const exact = variants.findLongest((offset) => wordAt(offset, (core) => core));
  const possessive = variants.findLongest((offset) => wordAt(offset, withoutPossessive));
  const match = (possessive?.length ?? 0) > (exact?.length ?? 0) ? possessive : exact;
  return match === undefined ? undefined : { term: match.value, length: match.length };
}

function withoutPossessive(core: string): string {
  return core.replace(/'s$/, '');
}

/** @returns `heard` itself where it is written as the term is */
function writeTerm(term: string, heard: Word[], written: readonly WrittenWord[]): Word[] {
  const first = written[0];
  const last = written.at(-1);
  const possessive = /['’]s$/i.exec(last?.core ?? '')?.[0] ?? '';
  const isTermPossessive = /['’]s$/i.test(term);
  const text = isCapitalised(first?.core ?? '') && term === term.toLowerCase() ? capitalise(term) : term;
  const parts = splitWords(`${first?.opening ?? ''}${text}${isTermPossessive ? '' : possessive}${last?.closing ?? ''}`);
  if (parts.join(' ') === heard.map(({ word }) => word).join(' ')) return heard;
  return parts.length === heard.length
    ? parts.map((part, i) => ({ ...(heard[i] as Word), word: part }))
    : spreadWords(parts, mergeWords(heard, ''));
}

/** Where the term has more or fewer words than were heard, each takes a share of the time by its letters. */
function spreadWords(parts: readonly string[], whole: Word): Word[] {
  const letters = parts.reduce((sum, { length }) => sum + length, 0);
  const secondsPerLetter = (whole.end - whole.start) / letters;
  let start = whole.start;
  return parts.map((part, i) => {
    const end = i === parts.length - 1 ? whole.end : start + part.length * secondsPerLetter;
    const word = { ...whole, word: part, start, end };
    start = end;
    return word;
  });
}

function isCapitalised(core: string): boolean {
  const initial = core.charAt(0);
  return initial !== initial.toLowerCase();
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
