import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredMessage } from './message.ts';
import { buildSearch } from './search.ts';

const message: StoredMessage = {
  sequence: 1,
  returnPath: '',
  raw: Buffer.alloc(0),
  searchText: 'your call coach ana well done',
  summary: {
    ID: '00000000-0000-4000-8000-000000000000',
    MessageID: 'm1@example.com',
    Read: false,
    From: { Name: 'Coach', Address: 'coach@example.com' },
    To: [{ Name: 'Ana', Address: 'ana@example.com' }],
    Cc: [],
    Bcc: [{ Name: '', Address: 'audit@example.com' }],
    ReplyTo: [{ Name: '', Address: 'desk@example.com' }],
    Subject: 'Your call: 82 %',
    Created: '2026-01-01T00:00:00.000Z',
    Username: '',
    Tags: [],
    Size: 0,
    Attachments: 0,
    Snippet: '',
  },
};

describe('buildSearch', () => {
  test.each([
    ['WELL done', true],
    ['"well done"', true],
    ['"done well"', false],
    ['to:ANA from:coach', true],
    ['to:ana from:other', false],
    ['bcc:audit reply-to:desk message-id:m1', true],
    ['addressed:desk', true],
    ['cc:ana', false],
    ['subject:"your call: 82"', true],
    ['is:unread -has:attachment', true],
    ['constructor:x', false],
  ])('%s', (query, expected) => {
    expect(buildSearch(query)(message)).toBe(expected);
  });

  test('a negated term holds exactly where the term does not', () => {
    const word = fc.stringMatching(/^[a-z][a-z:]{0,5}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('-', '!'), (term, sign) => {
        expect(buildSearch(sign + term)(message)).toBe(!buildSearch(term)(message));
      }),
    );
  });

  test('any text is a query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(buildSearch(query)(message)).toBeTypeOf('boolean');
      }),
    );
  });
});
