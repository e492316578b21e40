import type { DecodedToken } from './tdt-decoder.ts';
import type { Word } from './words.ts';

/** What was heard in one chunk; times and frames count from its start. */
export interface Recognition {
  readonly text: string;
  readonly words: readonly Word[];
  readonly tokens: readonly DecodedToken[];
}
