import type { Random } from './random.ts';

const digitNames = 'zero one two three four five six seven eight nine'.split(' ');
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const misheard: Record<string, string> = { '2': 'to', '4': 'for', '8': 'ate', '0': 'oh', '1': 'won' };

/** How a number is said or written. `pairs` says two digits as one number, `written` is what recognition with numerals makes. */
export type Manner = 'single' | 'repeats' | 'pairs' | 'written' | 'joined' | 'commas';

export function chooseManner(random: Random): Manner {
  return random.pick(['single', 'single', 'single', 'repeats', 'pairs', 'written', 'joined', 'commas']);
}

/** The words of one group of digits. */
export function sayGroup(digits: string, manner: Manner, random: Random): string[] {
  switch (manner) {
    case 'joined':
    case 'written':
      return [digits];
    case 'commas':
      return sayEach(digits, random).map((word, i, all) => (i < all.length - 1 ? `${word},` : word));
    case 'pairs':
      return digits.length % 2 === 0
        ? (digits.match(/../g) ?? []).flatMap((pair) => sayPair(pair, random))
        : sayEach(digits, random);
    case 'repeats':
      return (digits.match(/(\d)\1?/g) ?? []).flatMap((part) =>
        part.length === 2 ? ['double', digitNames[Number(part.charAt(0))] ?? ''] : sayEach(part, random),
      );
    case 'single':
      return sayEach(digits, random);
  }
}

function sayEach(digits: string, random: Random): string[] {
  return digits
    .split('')
    .map((digit) => (digit === '0' && random.isTrue(0.5) ? 'oh' : (digitNames[Number(digit)] ?? '')));
}

function sayPair(pair: string, random: Random): string[] {
  const value = Number(pair);
  if (value < 10) return sayEach(pair, random);
  if (value < 20) return [teens[value - 10] ?? ''];
  const unit = value % 10;
  return [tens[Math.floor(value / 10)] ?? '', ...(unit === 0 ? [] : [digitNames[unit] ?? ''])];
}

/** One digit misrecognised: replaced by another, left out, or heard as a word that sounds like it. */
export function mishear(digits: string, random: Random): string {
  const at = 1 + random.below(digits.length - 2);
  return random.isTrue(0.5)
    ? digits.slice(0, at) + String((Number(digits.charAt(at)) + 1 + random.below(8)) % 10) + digits.slice(at + 1)
    : digits.slice(0, at) + digits.slice(at + 1);
}

/** In a row of digit names, some become words that sound like them. Never the first or the last. */
export function soundAlike(words: readonly string[], random: Random): string[] {
  return words.map((word, i) => {
    const digit = digitNames.indexOf(word);
    const other = misheard[String(digit)];
    return other !== undefined && i > 0 && i < words.length - 1 && random.isTrue(0.3) ? other : word;
  });
}
