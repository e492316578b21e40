const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Lines of at most `width` visible characters, broken at spaces. A word longer than a line is cut, never in the middle
 * of a character as people see it.
 */
export function wrapText(text: string, width: number, { first = '', rest = '' } = {}): string[] {
  const lines: string[] = [];
  let line = first;
  let room = width - visibleLength(first);
  let isEmpty = true;

  const breakLine = () => {
    lines.push(line);
    line = rest;
    room = width - visibleLength(rest);
    isEmpty = true;
  };
  for (const word of text.split(' ').filter((word) => word !== '')) {
    let characters = Array.from(graphemes.segment(word), ({ segment }) => segment);
    if (!isEmpty && characters.length + 1 > room) breakLine();
    if (!isEmpty) {
      line += ' ';
      room -= 1;
    }
    while (characters.length > room) {
      line += characters.slice(0, room).join('');
      characters = characters.slice(room);
      breakLine();
    }
    line += characters.join('');
    room -= characters.length;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}

export function visibleLength(text: string): number {
  return Array.from(graphemes.segment(text)).length;
}
