import { describe, expect, test } from 'vitest';
import { etagOf, matchesEtag } from './etag.ts';

const call = { version: 3, updated_at: new Date('2026-05-01T09:00:00Z') };

describe('an entity tag', () => {
  test('changes with the version and with the time of the last change', () => {
    const etag = etagOf(call);
    expect(etagOf({ ...call, version: 4 })).not.toBe(etag);
    expect(etagOf({ ...call, updated_at: new Date('2026-05-01T09:00:00.001Z') })).not.toBe(etag);
    expect(etagOf({ ...call })).toBe(etag);
  });

  test('matches itself alone, weak or strong, in a list, or any by "*"', () => {
    const etag = etagOf(call);
    for (const header of [etag, etag.slice(2), `"a", ${etag}`, '*']) expect(matchesEtag(header, etag)).toBe(true);
    for (const header of [undefined, '', '"a"', etag.slice(0, -2), 'W/']) expect(matchesEtag(header, etag)).toBe(false);
  });
});
