import type { RedactionKind } from '@callscript/contracts';

/** Something to be taken out. */
export interface Finding {
  readonly kind: RedactionKind;
  /** Places in the conversation, rising. */
  readonly words: readonly number[];
}
