import { ProviderError } from '../provider-error.ts';

const sarvamLanguages: ReadonlySet<string> = new Set(
  'hi bn kn ml mr od pa ta te en gu as ur ne kok ks sd sa sat mni brx mai doi'.split(' '),
);

/** Sarvam's name for Odia is not the one of BCP 47. */
const renamed: Readonly<Record<string, string>> = { or: 'od' };

/**
 * Sarvam's code for a language of BCP 47: `hi` and `hi-IN` are `hi-IN`, and so is any English `en-IN`.
 *
 * @throws ProviderError language_unsupported
 */
export function toSarvamLanguage(language: string | null): string {
  if (language === null) return 'unknown';
  const [primary = ''] = language.toLowerCase().split('-');
  const code = renamed[primary] ?? primary;
  if (sarvamLanguages.has(code)) return `${code}-IN`;
  throw new ProviderError('sarvam', 'language_unsupported', `sarvam does not recognise the language "${language}"`);
}

/** BCP 47 of a code of Sarvam's; null where it is unknown. */
export function fromSarvamLanguage(code: string | null | undefined): string | null {
  if (code === null || code === undefined || code === 'unknown') return null;
  return code.replace(/^od-/, 'or-');
}
