import type { Chunk, Dictation } from './dictations.ts';

/** No number that is looked for is longer, with room for a digit too many. */
const maxDigits = 24;

/**
 * The numbers that a dictation may be: what each party says from a part on to a later one, repeated parts once or as often
 * as they are said, corrected parts in the place of what they correct.
 */
export function readingsOf({ chunks }: Dictation): ReadonlySet<string> {
  if (chunks.length === 1) return new Set(chunks.map(({ digits }) => digits));
  const parties = new Set(chunks.map(({ party }) => party));
  const readings = new Set<string>();
  for (const party of parties) {
    const row = chunks.filter((chunk) => chunk.party === party);
    addWindows(readings, row);
    addWindows(readings, withoutRepeats(row));
  }
  if (parties.size > 1) addWindows(readings, withoutRepeats(chunks));
  return readings;
}

/** What each party says in all, repeated parts once. */
export function wholeReadings({ chunks }: Dictation): string[] {
  if (chunks.length === 1) return chunks.map(({ digits }) => digits);
  const parties = new Set(chunks.map(({ party }) => party));
  return [...parties].flatMap((party) => {
    const row = chunks.filter((chunk) => chunk.party === party);
    return [join(row), join(withoutRepeats(row))];
  });
}

function join(chunks: readonly Chunk[]): string {
  return chunks.map(({ digits }) => digits).join('');
}

function withoutRepeats(chunks: readonly Chunk[]): Chunk[] {
  return chunks.filter(({ digits }, i) => digits !== chunks[i - 1]?.digits);
}

function addWindows(readings: Set<string>, chunks: readonly Chunk[]): void {
  for (let first = 0; first < chunks.length; first++) {
    let plain = '';
    let corrected = '';
    for (let i = first; i < chunks.length && corrected.length <= maxDigits; i++) {
      const { digits, isCorrection } = chunks[i] as Chunk;
      plain += digits;
      corrected = (isCorrection ? corrected.slice(0, -digits.length) : corrected) + digits;
      readings.add(plain);
      readings.add(corrected);
    }
  }
}
