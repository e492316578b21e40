import { lexicon } from './lexicon.ts';

/**
 * Patterns are phrases over written-out words:
 *
 *     you will ~2 (be|get) approv* [today]
 *
 * `word` that word, or from six letters on, a word one slip away · `=word` exactly that word · `word*` words that begin so ·
 * `#` a number · `(a b|c)` one of · `[a b|c]` one of, or nothing · `~3` up to three words of any kind, but no negation and
 * no sentence end · `!(a|b)` not followed by · `@name` a phrase of the lexicon.
 */
export type PatternNode =
  | { kind: 'word'; key: string; text: string; match: 'near' | 'exact' | 'prefix'; isFunctionWord: boolean }
  | { kind: 'number' }
  | { kind: 'gap'; max: number }
  | { kind: 'not'; node: PatternNode }
  | { kind: 'choice'; options: PatternNode[]; isOptional: boolean }
  | { kind: 'sequence'; nodes: PatternNode[] };

export interface Pattern {
  source: string;
  root: PatternNode;
  /** How many recogniser slips (a function word lost, a word slipped in) a match may contain. */
  slipsMax: number;
}

/** Words a recogniser loses most often and that carry least. Negations are not among them. */
const functionWords = new Set(
  'a an the i you we it is are am be been to of for on in at and that this will would do have has your my our me us so just'.split(
    ' ',
  ),
);

/** @throws {SyntaxError} for a malformed pattern: patterns are written by us, so it ends the start. */
export function compilePattern(source: string): Pattern {
  const tokens = source.match(/!\(|[()[\]|]|[^\s()[\]|]+/g) ?? [];
  let position = 0;

  function parseChoice(closing: string | undefined, isOptional: boolean): PatternNode {
    const options: PatternNode[] = [];
    let nodes: PatternNode[] = [];
    const endOption = (): void => {
      if (nodes.length === 0) throw new SyntaxError(`an empty alternative in pattern "${source}"`);
      options.push(nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'sequence', nodes });
      nodes = [];
    };
    for (;;) {
      const token = tokens[position];
      position += 1;
      if (token === closing) break;
      if (token === undefined) throw new SyntaxError(`"${closing}" is missing in pattern "${source}"`);
      if (token === '|') endOption();
      else nodes.push(parseNode(token));
    }
    endOption();
    const only = options[0];
    return options.length === 1 && only !== undefined && !isOptional ? only : { kind: 'choice', options, isOptional };
  }

  function parseNode(token: string): PatternNode {
    if (token === '(') return parseChoice(')', false);
    if (token === '[') return parseChoice(']', true);
    if (token === '!(') return { kind: 'not', node: parseChoice(')', false) };
    if (token === '#') return { kind: 'number' };
    if (/^~\d+$/.test(token)) return { kind: 'gap', max: Number(token.slice(1)) };
    if (token.startsWith('@')) return phraseOf(token.slice(1));
    return wordNode(token, source);
  }

  const root = parseChoice(undefined, false);
  const { words, contentWords } = shortest(root);
  return { source, root, slipsMax: words >= 4 && contentWords >= 2 ? 1 : 0 };
}

export function compilePatterns(sources: readonly string[]): Pattern[] {
  return sources.map(compilePattern);
}

function phraseOf(name: string): PatternNode {
  const phrase = lexicon.get(name);
  if (phrase === undefined) throw new SyntaxError(`the lexicon has no "@${name}"`);
  return compilePattern(phrase).root;
}

const nearLengthMin = 6;

function wordNode(token: string, source: string): PatternNode {
  const isExact = token.startsWith('=');
  const isPrefix = token.endsWith('*');
  const text = token.slice(isExact ? 1 : 0, isPrefix ? -1 : undefined);
  if (!/^[\p{L}\p{N}']+$/u.test(text)) throw new SyntaxError(`"${token}" is not a word, in pattern "${source}"`);
  const match = isPrefix ? 'prefix' : isExact || text.length < nearLengthMin ? 'exact' : 'near';
  return { kind: 'word', key: token, text, match, isFunctionWord: functionWords.has(text) };
}

/** Words on the shortest way through a pattern. */
function shortest(node: PatternNode): { words: number; contentWords: number } {
  switch (node.kind) {
    case 'word':
      return { words: 1, contentWords: node.isFunctionWord ? 0 : 1 };
    case 'number':
      return { words: 1, contentWords: 1 };
    case 'gap':
    case 'not':
      return { words: 0, contentWords: 0 };
    case 'choice': {
      if (node.isOptional) return { words: 0, contentWords: 0 };
      const ways = node.options.map(shortest);
      return {
        words: Math.min(...ways.map((way) => way.words)),
        contentWords: Math.min(...ways.map((way) => way.contentWords)),
      };
    }
    case 'sequence':
      return node.nodes
        .map(shortest)
        .reduce((sum, way) => ({ words: sum.words + way.words, contentWords: sum.contentWords + way.contentWords }));
  }
}
