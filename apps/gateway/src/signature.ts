import { createHmac, timingSafeEqual } from 'node:crypto';

const digestBytes = 32;
/** How many signatures one header may carry: two while a secret rotates, with room to spare. */
const maxCandidates = 5;

/**
 * Checks an HMAC-SHA256 of the raw body against every active secret. The partner's text does not fix the encoding, so
 * `sha256=<hex>`, bare hex of either case and base64 (also url-safe) are understood. Takes the same time whichever secret
 * or candidate fits, and when there is none at all.
 */
export function isSignatureValid(
  header: string | string[] | undefined,
  body: Buffer,
  secrets: readonly string[],
): boolean {
  const candidates = decodeCandidates(String(header ?? ''));
  let valid = false;
  for (const secret of secrets.length === 0 ? [''] : secrets) {
    const expected = createHmac('sha256', secret).update(body).digest();
    for (const candidate of candidates) {
      if (timingSafeEqual(candidate, expected)) valid = true;
    }
  }
  return valid && secrets.length > 0;
}

function decodeCandidates(header: string): Buffer[] {
  return header
    .split(/[\s,]+/, maxCandidates)
    .map(decodeDigest)
    .filter((digest) => digest !== undefined);
}

function decodeDigest(text: string): Buffer | undefined {
  const bare = text.replace(/^sha256=/i, '');
  if (/^[0-9a-f]{64}$/i.test(bare)) return Buffer.from(bare, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(bare)) return undefined;
  const digest = Buffer.from(bare, 'base64');
  return digest.length === digestBytes ? digest : undefined;
}
