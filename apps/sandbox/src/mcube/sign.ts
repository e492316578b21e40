import { createHmac } from 'node:crypto';

/** `X-Mcube-Signature` as we document it: `sha256=` and the HMAC-SHA256 of the exact bytes sent, in lower-case hex. */
export function signBody(secret: string, body: string): string {
  return `sha256=${hmac(secret, body).toString('hex')}`;
}

/** Ways to sign a webhook: three that a receiver accepts, two that it must refuse. */
export const signatureKinds = ['valid', 'base64', 'bare', 'wrong', 'missing'] as const;
export type SignatureKind = (typeof signatureKinds)[number];

/** The header's value, or undefined where the header is to be left out. */
export function signBodyAs(kind: SignatureKind, secret: string, body: string): string | undefined {
  switch (kind) {
    case 'valid':
      return signBody(secret, body);
    case 'base64':
      return hmac(secret, body).toString('base64');
    case 'bare':
      return hmac(secret, body).toString('hex');
    case 'wrong':
      return signBody(`not-${secret}`, body);
    case 'missing':
      return undefined;
  }
}

function hmac(secret: string, body: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}
