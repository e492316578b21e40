/** Controls, line and paragraph breaks, and marks that reorder or hide text. Joiners stay: Hindi and emoji need them. */
const unprintable =
  /[\p{Cc}\p{Zl}\p{Zp}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E007F}]+/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A stranger's words as one harmless line, cut with an ellipsis after `charactersMax`. Line breaks in a quote could
 * otherwise pretend to be a section of the report, and hidden marks could turn its meaning around.
 */
export function cleanText(text: string, charactersMax: number): string {
  const line = text.toWellFormed().replaceAll(unprintable, ' ').replaceAll(/\s+/g, ' ').trim();
  if (line.length <= charactersMax) return line;
  return `${line.slice(0, graphemeStart(line, charactersMax - 1)).trimEnd()}…`;
}

/** The start of the character that `index` lies in, so that a cut never splits one. */
function graphemeStart(line: string, index: number): number {
  return graphemes.segment(line).containing(index)?.index ?? index;
}
