import type { CallText, Span } from './call-text.ts';
import { isNearWord } from './near-word.ts';
import { isNumber } from './normalise.ts';
import type { Pattern, PatternNode } from './pattern.ts';

/** Words that turn a statement round. A gap never jumps over one. */
export const negators = new Set('not never no nobody none neither nor without hardly nothing'.split(' '));

export interface Matcher {
  /** Every match of the patterns, in the order spoken; where matches overlap, the longest of the earliest. */
  find(patterns: readonly Pattern[], range?: Span): Span[];
  /** Whether any pattern matches within the range. */
  has(patterns: readonly Pattern[], range: Span): boolean;
}

interface State {
  position: number;
  slips: number;
}

/**
 * Finds patterns in one call. Each distinct word of the call is compared with each pattern word once; after that a
 * match is table look-ups, so a pattern costs only as much as its first word is frequent.
 */
export function createMatcher(call: CallText): Matcher {
  const vocabulary = new Map<string, number[]>();
  call.tokens.forEach(({ text }, position) => {
    const positions = vocabulary.get(text);
    if (positions === undefined) vocabulary.set(text, [position]);
    else positions.push(position);
  });
  const occurrences = new Map<string, Set<number>>();
  const starts = new Map<Pattern, number[]>();

  function occurrencesOf(node: PatternNode & { kind: 'word' | 'number' }): Set<number> {
    const key = node.kind === 'number' ? '#' : node.key;
    let found = occurrences.get(key);
    if (found === undefined) {
      const fitting =
        node.kind === 'word' && node.match === 'exact'
          ? [node.text]
          : [...vocabulary.keys()].filter((word) => fits(node, word));
      found = new Set(fitting.flatMap((word) => vocabulary.get(word) ?? []));
      occurrences.set(key, found);
    }
    return found;
  }

  /** Whether the call has the words that a match needs at all; most patterns of most calls end here. */
  function isPossible(node: PatternNode, slipsMax: number): boolean {
    switch (node.kind) {
      case 'word':
        return (slipsMax > 0 && node.isFunctionWord) || occurrencesOf(node).size > 0;
      case 'number':
        return occurrencesOf(node).size > 0;
      case 'gap':
      case 'not':
        return true;
      case 'choice':
        return node.isOptional || node.options.some((option) => isPossible(option, slipsMax));
      case 'sequence':
        return node.nodes.every((child) => isPossible(child, slipsMax));
    }
  }

  /** Where a match can begin, sorted. */
  function startsOf(pattern: Pattern): number[] {
    let positions = starts.get(pattern);
    if (positions === undefined) {
      const all = new Set<number>();
      if (isPossible(pattern.root, pattern.slipsMax)) {
        for (const node of firstWords(pattern.root).nodes) for (const at of occurrencesOf(node)) all.add(at);
      }
      positions = [...all].sort((a, b) => a - b);
      starts.set(pattern, positions);
    }
    return positions;
  }

  function advance(node: PatternNode, from: State, end: number, slipsMax: number): State[] {
    switch (node.kind) {
      case 'word':
      case 'number':
        return advanceWord(node, from, end, slipsMax);
      case 'gap':
        return advanceGap(node.max, from, end);
      case 'not':
        return advance(node.node, from, end, 0).length === 0 ? [from] : [];
      case 'choice': {
        const states = node.options.flatMap((option) => advance(option, from, end, slipsMax));
        return node.isOptional ? [...states, from] : states;
      }
      case 'sequence':
        return advanceSequence(node.nodes, from, end, slipsMax);
    }
  }

  function advanceWord(
    node: PatternNode & { kind: 'word' | 'number' },
    { position, slips }: State,
    end: number,
    slipsMax: number,
  ): State[] {
    const places = occurrencesOf(node);
    if (position < end && places.has(position)) return [{ position: position + 1, slips }];
    if (slips >= slipsMax) return [];
    if (position + 1 < end && places.has(position + 1) && !negators.has(call.tokens[position]?.text ?? '')) {
      return [{ position: position + 2, slips: slips + 1 }];
    }
    return node.kind === 'word' && node.isFunctionWord ? [{ position, slips: slips + 1 }] : [];
  }

  function advanceSequence(nodes: readonly PatternNode[], from: State, end: number, slipsMax: number): State[] {
    let states = [from];
    for (const node of nodes) {
      const [first] = states;
      if (first === undefined) break;
      states =
        states.length === 1
          ? advance(node, first, end, slipsMax)
          : distinct(states.flatMap((state) => advance(node, state, end, slipsMax)));
    }
    return states;
  }

  function advanceGap(max: number, from: State, end: number): State[] {
    const states = [from];
    const sentence = call.tokens[from.position - 1]?.sentence;
    for (let position = from.position; position < Math.min(end, from.position + max); position += 1) {
      const token = call.tokens[position];
      if (token === undefined || token.sentence !== sentence || negators.has(token.text)) break;
      states.push({ position: position + 1, slips: from.slips });
    }
    return states;
  }

  /** The longest match that begins at a token, within its turn. */
  function matchAt(pattern: Pattern, start: number, limit: number): Span | undefined {
    const turn = call.turns[call.tokens[start]?.turn ?? -1];
    const end = Math.min(turn?.end ?? 0, limit);
    const states = advance(pattern.root, { position: start, slips: 0 }, end, pattern.slipsMax);
    const longest = Math.max(start, ...states.map((state) => state.position));
    return longest > start ? { start, end: longest } : undefined;
  }

  function* matches(patterns: readonly Pattern[], range: Span): Generator<Span> {
    for (const pattern of patterns) {
      const positions = startsOf(pattern);
      for (let index = firstAtLeast(positions, range.start); index < positions.length; index += 1) {
        const start = positions[index] ?? range.end;
        if (start >= range.end) break;
        const match = matchAt(pattern, start, range.end);
        if (match !== undefined) yield match;
      }
    }
  }

  const everything: Span = { start: 0, end: call.tokens.length };
  return {
    find: (patterns, range = everything) => withoutOverlaps([...matches(patterns, range)]),
    has: (patterns, range) => matches(patterns, range).next().done !== true,
  };
}

function fits(node: PatternNode & { kind: 'word' | 'number' }, word: string): boolean {
  if (node.kind === 'number') return isNumber(word);
  switch (node.match) {
    case 'exact':
      return word === node.text;
    case 'near':
      return isNearWord(word, node.text);
    case 'prefix':
      return word.startsWith(node.text) || (node.text.length >= nearPrefixMin && beginsNearly(word, node.text));
  }
}

const nearPrefixMin = 7;

/** Whether a word begins as the prefix does but for one letter. */
function beginsNearly(word: string, prefix: string): boolean {
  return [-1, 0, 1].some((offset) => isNearWord(word.slice(0, prefix.length + offset), prefix));
}

/** The words a match can begin with, and whether the node can match nothing. */
function firstWords(node: PatternNode): { nodes: (PatternNode & { kind: 'word' | 'number' })[]; isSkippable: boolean } {
  switch (node.kind) {
    case 'word':
    case 'number':
      return { nodes: [node], isSkippable: false };
    case 'gap':
    case 'not':
      return { nodes: [], isSkippable: true };
    case 'choice': {
      const options = node.options.map(firstWords);
      return {
        nodes: options.flatMap((option) => option.nodes),
        isSkippable: node.isOptional || options.some((option) => option.isSkippable),
      };
    }
    case 'sequence': {
      const nodes = [];
      for (const child of node.nodes) {
        const first = firstWords(child);
        nodes.push(...first.nodes);
        if (!first.isSkippable) return { nodes, isSkippable: false };
      }
      return { nodes, isSkippable: true };
    }
  }
}

function distinct(states: State[]): State[] {
  const best = new Map<number, number>();
  for (const { position, slips } of states) {
    const known = best.get(position);
    if (known === undefined || slips < known) best.set(position, slips);
  }
  return [...best].map(([position, slips]) => ({ position, slips }));
}

function withoutOverlaps(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push(span);
    else last.end = Math.max(last.end, span.end);
  }
  return kept;
}

function firstAtLeast(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
