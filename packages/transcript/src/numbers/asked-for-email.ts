import type { Lexeme } from './lexemes.ts';

const names = new Set(['email', 'e-mail', 'mail', 'emailid', 'mailid']);
const between = new Set(['address', 'id', 'is', "it's", 'at', 'as', 'to']);

/** Whether "my email address is" and the like end right before `at`. */
export function isAfterEmailName(lexemes: readonly Lexeme[], at: number): boolean {
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) {
    const text = lexemes[i]?.text ?? '';
    if (names.has(text)) return i < at - 1;
    if (!between.has(text)) return false;
  }
  return false;
}
