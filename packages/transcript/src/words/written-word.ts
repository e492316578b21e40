/** A word taken apart: what is written around it, and what was said. */
export interface WrittenWord {
  /** Quotation marks and the like before it. */
  readonly opening: string;
  /** As written, without what is around it. */
  readonly core: string;
  /** Punctuation after it. */
  readonly closing: string;
}

const openingMarks = new Set('"\'“‘«¿¡');
const closingMarks = new Set('.,;:!?…"\'”’»।)');

/** Brackets before a word stay part of it: "(212)" is a written number, not a said one. */
export function takeApart(word: string): WrittenWord {
  let start = 0;
  let end = word.length;
  while (start < end && openingMarks.has(word.charAt(start))) start++;
  while (end > start && closingMarks.has(word.charAt(end - 1))) end--;
  return { opening: word.slice(0, start), core: word.slice(start, end), closing: word.slice(end) };
}

/** The word as phrases are compared: lower case, composed, with one kind of apostrophe. */
export function plainForm(core: string): string {
  const isAscii = /^[ -~]*$/.test(core);
  return isAscii ? core.toLowerCase() : core.normalize('NFC').toLowerCase().replaceAll('’', "'");
}
