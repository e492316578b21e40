import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { RecordingError } from './recording-error.ts';

export interface RecordingTarget {
  url: URL;
  /** An operator's exception: http and private addresses are fine here. */
  isAllowedHost: boolean;
}

/**
 * Reads the operator's exceptions, each exactly `host:port` (IPv6 as `[::1]:8900`).
 * @throws Error naming the entry that is not one
 */
export function parseAllowedHosts(entries: readonly string[]): ReadonlySet<string> {
  return new Set(
    entries.map((entry) => {
      const port = /:(\d{1,5})$/.exec(entry)?.[1];
      const url = URL.parse(`https://${entry}`);
      if (!port || !url || url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
        throw new Error(`"${entry}" is not host:port`);
      }
      return `${url.hostname}:${Number(port)}`;
    }),
  );
}

/**
 * Decides by the URL alone whether it may be fetched. The addresses behind a host name are the guarded agent's to check.
 * @throws RecordingError forbidden_url, forbidden_address
 */
export function checkTarget(text: string, base: URL | undefined, allowedHosts: ReadonlySet<string>): RecordingTarget {
  const url = URL.parse(text, base?.href);
  if (!url) throw new RecordingError('forbidden_url', 'the recording address is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new RecordingError('forbidden_url', `recordings are fetched over https, not ${url.protocol.slice(0, 20)}`);
  }
  if (url.username || url.password) {
    throw new RecordingError('forbidden_url', 'the recording address holds a user name or a password');
  }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (allowedHosts.has(`${url.hostname}:${port}`)) return { url, isAllowedHost: true };

  // The URL parser has already turned 0x7f000001, 127.1, 2130706433 and full-width digits into 127.0.0.1.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && !isPublicAddress(literal)) throw forbiddenAddress(literal);
  if (url.protocol !== 'https:' || port !== '443') {
    throw new RecordingError(
      'forbidden_url',
      `recordings are fetched over https on port 443 only, not ${url.protocol}//${url.host}`,
    );
  }
  return { url, isAllowedHost: false };
}

export function forbiddenAddress(host: string): RecordingError {
  return new RecordingError(
    'forbidden_address',
    `${host} is in a private or reserved network; nothing was sent to it (RECORDING_ALLOWED_HOSTS names exceptions)`,
  );
}
