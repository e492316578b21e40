import type { Redaction, RedactionKind, Segment, Word } from '@callscript/contracts';
import { takeApart } from '../words/written-word.ts';
import type { Finding } from './finding.ts';
import type { SpokenStream } from './spoken-stream.ts';
import { bridgeWords } from './bridges.ts';

/**
 * Puts "[CARD_NUMBER]" and the like in the place of what was found: one word for what a speaker says without anything else
 * in between, with its times and no confidence. Segments without a finding stay the same objects.
 *
 * @param findings earlier ones win where they overlap
 */
export function replaceFindings(
  segments: readonly Segment[],
  stream: SpokenStream,
  findings: readonly Finding[],
): { segments: Segment[]; redactions: Redaction[] } {
  const hits = placeHits(stream, findings);
  const redactions: Redaction[] = [];
  const redacted = segments.map((segment, i) => {
    const own = hits.get(i);
    if (own === undefined) return segment;
    const words = replaceWords(segment, own, redactions);
    return { ...segment, words, text: words.map(({ word }) => word).join(' ') };
  });
  return { segments: redacted, redactions };
}

/** By segment, then by word. */
function placeHits(stream: SpokenStream, findings: readonly Finding[]): Map<number, Map<number, RedactionKind>> {
  const hits = new Map<number, Map<number, RedactionKind>>();
  for (const { kind, words } of findings) {
    for (const at of words) {
      const { segment = 0, index = 0 } = stream[at] ?? {};
      const own = hits.get(segment) ?? new Map<number, RedactionKind>();
      hits.set(segment, own);
      if (!own.has(index)) own.set(index, kind);
    }
  }
  return hits;
}

function replaceWords(segment: Segment, hits: ReadonlyMap<number, RedactionKind>, redactions: Redaction[]): Word[] {
  const words: Word[] = [];
  for (let at = 0; at < segment.words.length;) {
    const kind = hits.get(at);
    const end = kind === undefined ? at + 1 : endOfStretch(segment.words, hits, at);
    const said = segment.words.slice(at, end);
    if (kind === undefined) {
      words.push(...said);
    } else {
      const word = maskWords(said, kind);
      words.push(word);
      redactions.push({ kind, speaker: segment.speaker, start: word.start, end: word.end });
    }
    at = end;
  }
  return words;
}

/** Fillers between two parts of the same kind go with them. */
function endOfStretch(words: readonly Word[], hits: ReadonlyMap<number, RedactionKind>, from: number): number {
  const kind = hits.get(from);
  let end = from + 1;
  for (let at = end; at < words.length; at++) {
    if (hits.get(at) === kind) end = at + 1;
    else if (hits.has(at) || !bridgeWords.has(takeApart(words[at]?.word ?? '').core.toLowerCase())) break;
  }
  return end;
}

function maskWords(words: readonly Word[], kind: RedactionKind): Word {
  const { closing } = takeApart(words.at(-1)?.word ?? '');
  return {
    word: `[${kind.toUpperCase()}]${closing.replaceAll(/[^.,?!;:…]/g, '')}`,
    start: words.reduce((first, { start }) => Math.min(first, start), Infinity),
    end: words.reduce((last, { end }) => Math.max(last, end), 0),
  };
}
