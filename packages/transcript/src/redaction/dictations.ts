import { bridgeWords, correctionWords, maxBridgeSeconds, maxBridgeWords } from './bridges.ts';
import type { SpokenDigits } from './spoken-digits.ts';
import { isSameSegment, type SpokenStream } from './spoken-stream.ts';

/** Digits of one party without a word between them. */
export interface Chunk {
  readonly party: string;
  readonly from: number;
  /** The last of its words. */
  readonly to: number;
  readonly digits: string;
  /** What was said before is taken back. */
  readonly isCorrection: boolean;
}

/** Digits that are said as one number, by whoever says, repeats or confirms them. */
export interface Dictation {
  readonly chunks: readonly Chunk[];
  readonly from: number;
  readonly to: number;
}

/**
 * Joins digits across pauses, fillers and turns.
 *
 * @param isFiller whether a word that is no bridge by itself is one here
 */
export function findDictations(
  stream: SpokenStream,
  digits: SpokenDigits,
  isFiller: (at: number) => boolean,
): Dictation[] {
  const groups: Chunk[][] = [];
  for (const chunk of findChunks(stream, digits)) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group === undefined || before === undefined || !isBridged(stream, before.to, chunk.from, isFiller))
      groups.push([chunk]);
    else group.push(isTakenBack(stream, before.to, chunk.from) ? { ...chunk, isCorrection: true } : chunk);
  }
  return groups.map(toDictation);
}

export function toDictation(chunks: readonly Chunk[]): Dictation {
  return { chunks, from: chunks[0]?.from ?? 0, to: chunks.at(-1)?.to ?? 0 };
}

/** The places from `from` to `to`. */
export function rangeOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** The places of its digits; what stands between the parts is not among them. */
export function wordsOf({ chunks }: Dictation): number[] {
  return chunks.flatMap(({ from, to }) => rangeOf(from, to));
}

function findChunks(stream: SpokenStream, digits: SpokenDigits): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < stream.length; at++) {
    const said = digits[at];
    if (said === null || said === undefined) continue;
    const last = chunks.at(-1);
    if (last?.to === at - 1 && isSameSegment(stream, at - 1, at)) {
      chunks[chunks.length - 1] = { ...last, to: at, digits: last.digits + said };
    } else {
      chunks.push({ party: stream[at]?.party ?? '', from: at, to: at, digits: said, isCorrection: false });
    }
  }
  return chunks;
}

function isBridged(stream: SpokenStream, from: number, to: number, isFiller: (at: number) => boolean): boolean {
  const seconds = (stream[to]?.start ?? 0) - (stream[from]?.end ?? 0);
  if (to - from - 1 > maxBridgeWords || seconds > maxBridgeSeconds) return false;
  for (let at = from + 1; at < to; at++) {
    if (!bridgeWords.has(stream[at]?.text ?? '') && !isFiller(at)) return false;
  }
  return true;
}

function isTakenBack(stream: SpokenStream, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) if (correctionWords.has(stream[at]?.text ?? '')) return true;
  return false;
}
