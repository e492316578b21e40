import { ModelError } from './model-error.ts';

const blankPiece = '<blk>';

export interface Vocabulary {
  /** Token text by id; U+2581 stands for a space. The blank is among them. */
  readonly pieces: readonly string[];
  readonly blankId: number;
}

/**
 * Reads `vocab.txt`: one `piece id` a line, ids in order from 0, the blank last.
 *
 * @throws {ModelError} `model_file_invalid`
 */
export function parseVocabulary(text: string): Vocabulary {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const pieces = lines.map((line, index) => {
    const space = line.lastIndexOf(' ');
    const piece = line.slice(0, space);
    if (space < 1 || line.slice(space + 1) !== String(index)) {
      throw new ModelError(
        'model_file_invalid',
        `vocab.txt line ${index + 1}: expected "piece ${index}", got "${line}".`,
      );
    }
    return piece;
  });
  if (pieces.at(-1) !== blankPiece) {
    const at = pieces.indexOf(blankPiece);
    const found = at < 0 ? '' : `; it is on line ${at + 1} of ${pieces.length}`;
    throw new ModelError('model_file_invalid', `vocab.txt: the last piece must be ${blankPiece}${found}.`);
  }
  if (pieces.length === 1) throw new ModelError('model_file_invalid', `vocab.txt holds nothing but ${blankPiece}.`);
  return { pieces, blankId: pieces.length - 1 };
}
