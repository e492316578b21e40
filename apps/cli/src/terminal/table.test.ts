import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

test('aligns columns by what is seen of their cells', () => {
  const rows = [
    ['1', '\u001b[31mred\u001b[0m', 'x'],
    ['22', '👍', ''],
  ];
  expect(formatTable(['ID', 'NAME', 'END'], rows)).toEqual(['ID  NAME  END', '1   red   x', '22  👍']);
});
