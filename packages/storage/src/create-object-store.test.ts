import { describe, expect, test } from 'vitest';
import { createObjectStore } from './create-object-store.ts';
import { checkStoreUrl } from './store-url.ts';

describe('createObjectStore', () => {
  test('names objects as the database stores them', () => {
    expect(createObjectStore('file:///var/lib/callscript/vault/').url('6004/a b.wav')).toBe(
      'file:///var/lib/callscript/vault/6004/a%20b.wav',
    );
    const query = 'endpoint=http://127.0.0.1:8333&region=eu-west-1&forcePathStyle=true&checksums=WHEN_SUPPORTED';
    expect(createObjectStore(`s3://calls/vault/eu/?${query}`).url('6004/a.wav')).toBe('s3://calls/vault/eu/6004/a.wav');
    expect(createObjectStore('s3://calls').url('a')).toBe('s3://calls/a');
  });

  test.each([
    ['vault', 'needs a URL'],
    ['https://example.com/vault', 'file:// or s3://'],
    ['file:///', 'a folder of its own'],
    ['file://host/vault', 'file:///absolute/folder'],
    ['file:///vault?x=1', 'file:///absolute/folder'],
    ['s3://', 'must name a bucket'],
    ['s3://key:secret@calls', 'no credentials'],
    ['s3://calls?forcePathstyle=true', 'no setting named "forcePathstyle"'],
    ['s3://calls?forcePathStyle=yes', 'must be one of false, true'],
    ['s3://calls?endpoint=127.0.0.1:8333', 'endpoint must be an http:// or https:// URL'],
    ['s3://calls?checksums=never', 'must be one of WHEN_REQUIRED, WHEN_SUPPORTED'],
  ])('refuses %s with what is wrong', (url, reason) => {
    expect(() => createObjectStore(url)).toThrow(reason);
  });
});

describe('checkStoreUrl', () => {
  function findIssues(url: string): string[] {
    const issues: string[] = [];
    checkStoreUrl(url, { addIssue: (message) => issues.push(message) });
    return issues;
  }

  test('has nothing to say about a URL that a store can be made of', () => {
    expect(findIssues('file:///var/lib/callscript/vault')).toEqual([]);
    expect(findIssues('s3://calls/vault?region=eu-west-1')).toEqual([]);
  });

  test('says what is wrong with any other, and quotes no secret', () => {
    expect(findIssues('s3://key:secret@calls')).toEqual(['an s3:// URL must hold no credentials: it is logged']);
    expect(findIssues('file:///vault%2Fcalls')).toHaveLength(1);
  });
});
