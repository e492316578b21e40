import type { CallRow } from '@callscript/db';

/** Changes with every claim and outcome. Weak, because the same call may be written in different bytes. */
export function etagOf({ version, updated_at }: Pick<CallRow, 'version' | 'updated_at'>): string {
  return `W/"${version}-${updated_at.getTime().toString(36)}"`;
}

/**
 * Whether an If-None-Match or If-Match header names the tag. By weak comparison: a record that is the same call in other
 * bytes is the one its reader has seen.
 */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return header.split(',').some((candidate) => {
    const tag = candidate.trim();
    return tag === '*' || tag.replace(/^W\//, '') === opaque;
  });
}
