import type { RedactionKind } from '@callscript/contracts';
import type { Explanation } from './explain-number.ts';

/** So many digits in a row are not the same by chance. */
const leastDigits = 4;
/** Of these no part may stay, however short. */
const secretKinds: ReadonlySet<RedactionKind> = new Set<RedactionKind>([
  'card_number',
  'ssn',
  'aadhaar',
  'bank_account',
]);

/**
 * Parts of numbers that were taken out, said again elsewhere: "so that was four one one one …". Looked up by every four
 * digits in a row, so that the time does not grow with the number of secrets.
 */
export class ReadBacks {
  readonly #kinds = new Map<string, RedactionKind>();

  add(explanation: Explanation, numbers: readonly string[]): void {
    if (explanation === undefined || explanation === 'kept' || !secretKinds.has(explanation)) return;
    for (const number of numbers) for (const part of partsOf(number)) this.#kinds.set(part, explanation);
  }

  /** The kind of which one of the numbers is a part. */
  find(numbers: readonly string[]): RedactionKind | undefined {
    for (const number of numbers) {
      const parts = partsOf(number);
      const kind = this.#kinds.get(parts[0] ?? '');
      if (kind !== undefined && parts.every((part) => this.#kinds.has(part))) return kind;
    }
    return undefined;
  }
}

function partsOf(number: string): string[] {
  const count = Math.max(0, number.length - leastDigits + 1);
  return Array.from({ length: count }, (_, i) => number.slice(i, i + leastDigits));
}
